"""How long tests wait for what must come: so long that only what never comes is missed."""

#: A machine may be busy, or stand still for seconds; whoever waits for an event goes on as soon as it is there.
PATIENCE_S = 60.0
