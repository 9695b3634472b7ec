// What is the matter with a machine, and how to put it right, in English and for each browser.

export const fixes = {
  "problem.insecure": "This page did not come over a secure connection.",
  "fix.insecure": "Open it from the chat again, with an address that begins with https://.",
  "problem.phone": "This looks like a phone or a tablet.",
  "fix.phone": "Open the page on a computer with a camera.",
  "problem.unsupported_browser": "The call does not work in this browser.",
  "fix.unsupported_browser":
    "Open the chat in Chrome ({chrome} or newer) or Firefox ({firefox} or newer) and press “Open the video check” there.",
  "problem.old_browser": "This version of your browser is too old for the call.",
  "fix.old_browser.chrome":
    "Chrome {chrome} or newer is needed. Menu ⋮ → Help → About Google Chrome updates it; restart it afterwards.",
  "fix.old_browser.firefox":
    "Firefox {firefox} or newer is needed. Menu ☰ → Help → About Firefox updates it; restart it afterwards.",
  "fix.old_browser": "Update your browser and open this page from the chat again.",
  "problem.no_media": "Your browser does not allow video calls here.",
  "fix.no_media":
    "An extension or your organisation's settings may have switched video calls (WebRTC) off. Try a private window without extensions, or another computer.",

  "problem.camera_denied": "The camera is blocked for this page.",
  "fix.camera_denied.chrome":
    "Click the icon at the left of the address, switch Camera on, then check again. Chrome may ask to reload the page; that is fine.",
  "fix.camera_denied.firefox":
    "Click the crossed-out camera at the left of the address, remove “Blocked”, then check again and choose Allow.",
  "fix.camera_denied": "Allow the camera for this page in your browser's settings, then check again.",
  "problem.camera_dismissed": "The question for the camera was closed without an answer.",
  "fix.camera_dismissed": "Check again, and choose Allow when your browser asks.",
  "problem.camera_system": "Your computer does not let the browser use the camera.",
  "fix.camera_system.chrome":
    "macOS: System Settings → Privacy & Security → Camera → switch Chrome on. Windows: Settings → Privacy → Camera → let desktop apps use it. Restart Chrome, then open this page from the chat again.",
  "fix.camera_system.firefox":
    "macOS: System Settings → Privacy & Security → Camera → switch Firefox on. Windows: Settings → Privacy → Camera → let desktop apps use it. Restart Firefox, then open this page from the chat again.",
  "fix.camera_system":
    "Allow your browser the camera in the privacy settings of your computer, then check again.",
  "problem.camera_none": "No camera was found.",
  "fix.camera_none":
    "Plug a camera in, or open the slide or switch of the one that is built in, then check again.",
  "problem.camera_in_use": "Another program is using the camera.",
  "fix.camera_in_use":
    "Close other video programs and tabs (Zoom, Teams, Meet, the Camera app), then check again. If it stays, restart the computer.",
  "fix.camera_in_use.firefox":
    "Close other video programs and tabs (Zoom, Teams, Meet, the Camera app), also in other browsers: on Windows only one may use the camera. Then check again.",
  "problem.camera_unfit": "The camera cannot give the picture that is needed.",
  "fix.camera_unfit":
    "Choose another camera at the left of the address, or plug another one in, then check again.",
  "problem.camera_other": "The camera could not be opened.",
  "fix.camera_other": "Unplug it and plug it in again, or restart the browser, then check again.",

  "problem.microphone_denied": "The microphone is blocked for this page.",
  "fix.microphone_denied.chrome":
    "Click the icon at the left of the address, switch Microphone on, then check again.",
  "fix.microphone_denied.firefox":
    "Click the crossed-out microphone at the left of the address, remove “Blocked”, then check again and choose Allow.",
  "fix.microphone_denied": "Allow the microphone for this page in your browser's settings, then check again.",
  "problem.microphone_dismissed": "The question for the microphone was closed without an answer.",
  "fix.microphone_dismissed": "Check again, and choose Allow when your browser asks.",
  "problem.microphone_system": "Your computer does not let the browser use the microphone.",
  "fix.microphone_system":
    "macOS: System Settings → Privacy & Security → Microphone → switch your browser on. Windows: Settings → Privacy → Microphone → let desktop apps use it. Restart the browser, then open this page from the chat again.",
  "problem.microphone_none": "No microphone was found.",
  "fix.microphone_none": "Plug a microphone or a headset in, then check again.",
  "problem.microphone_in_use": "Another program is using the microphone.",
  "fix.microphone_in_use": "Close other calls and recording programs, then check again.",
  "problem.microphone_unfit": "The microphone cannot give the sound that is needed.",
  "fix.microphone_unfit": "Choose another microphone at the left of the address, then check again.",
  "problem.microphone_other": "The microphone could not be opened.",
  "fix.microphone_other": "Unplug it and plug it in again, or restart the browser, then check again.",

  "problem.picture_none": "The camera is open, but no picture comes.",
  "fix.picture_none": "Unplug it and plug it in again, or restart the browser, then check the camera again.",
  "problem.picture_black": "The picture is black.",
  "fix.picture_black": "Open the slide over the lens or turn a light on, then check again.",
  "problem.sound_none": "The microphone is open, but gives nothing at all.",
  "fix.sound_none":
    "It may be muted by a switch on the headset or a key of the computer. Unmute it, then check again.",
  "problem.sound_silent": "Nothing was heard.",
  "fix.sound_silent":
    "Check again and say a few words. If that is not heard, choose another microphone or turn it up.",
  "problem.popups_blocked": "Pop-up windows are blocked.",
  "fix.popups_blocked.chrome":
    "Click the crossed-out window at the right of the address, choose “Always allow pop-ups” and Done. The call works without, but links in it would not open.",
  "fix.popups_blocked.firefox":
    "In the yellow bar, choose Preferences → Allow pop-ups. The call works without, but links in it would not open.",
  "fix.popups_blocked": "Allow pop-ups for this page in your browser's settings. The call works without.",
  "problem.no_connection": "The browser could not connect a call with itself.",
  "fix.no_connection":
    "An extension, a firewall or a VPN may hold video calls back. Switch them off for the call, or try another network, then check again.",
  "problem.relay_unreachable": "Our relay, which helps through strict firewalls, cannot be reached.",
  "fix.relay_unreachable":
    "The call may work all the same. If it does not connect, try without VPN, or another network.",

  "withdraw.chrome":
    "Click the icon at the left of the address and choose “Reset permission”, or switch Camera and Microphone off.",
  "withdraw.firefox":
    "Click the icon at the left of the address and remove “Allowed” beside camera and microphone. If you did not tick “Remember”, it ends by itself with this tab.",
  withdraw: "Open your browser's settings for this page and remove the permission for camera and microphone.",
} as const;
