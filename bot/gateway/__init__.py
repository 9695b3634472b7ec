"""The door for browsers: routes, sockets, sign-in and the protocol's types."""
