// What is the matter with a machine, and how to put it right, in Spanish and for each browser. Menus are named as they are there.

import type { fixes as english } from "./fixes";

export const fixes: Record<keyof typeof english, string> = {
  "problem.insecure": "Esta página no llegó por una conexión segura.",
  "fix.insecure": "Ábrala de nuevo desde el chat, con una dirección que empiece por https://.",
  "problem.phone": "Esto parece un teléfono o una tableta.",
  "fix.phone": "Abra la página en un ordenador con cámara.",
  "problem.unsupported_browser": "La llamada no funciona en este navegador.",
  "fix.unsupported_browser":
    "Abra el chat en Chrome ({chrome} o posterior) o Firefox ({firefox} o posterior) y pulse allí «Abrir la verificación por vídeo».",
  "problem.old_browser": "Esta versión de su navegador es demasiado antigua para la llamada.",
  "fix.old_browser.chrome":
    "Hace falta Chrome {chrome} o posterior. Se actualiza en el menú ⋮ → Ayuda → Información de Google Chrome; reinícielo después.",
  "fix.old_browser.firefox":
    "Hace falta Firefox {firefox} o posterior. Se actualiza en el menú ☰ → Ayuda → Acerca de Firefox; reinícielo después.",
  "fix.old_browser": "Actualice el navegador y abra esta página de nuevo desde el chat.",
  "problem.no_media": "Su navegador no permite aquí las videollamadas.",
  "fix.no_media":
    "Puede que una extensión o los ajustes de su organización hayan desactivado las videollamadas (WebRTC). Pruebe una ventana privada sin extensiones, u otro ordenador.",

  "problem.camera_denied": "La cámara está bloqueada para esta página.",
  "fix.camera_denied.chrome":
    "Haga clic en el icono a la izquierda de la dirección, active Cámara y compruebe de nuevo. Chrome puede pedir que se recargue la página; no pasa nada.",
  "fix.camera_denied.firefox":
    "Haga clic en la cámara tachada a la izquierda de la dirección, quite «Bloqueado», compruebe de nuevo y elija Permitir.",
  "fix.camera_denied":
    "Permita la cámara para esta página en los ajustes del navegador y compruebe de nuevo.",
  "problem.camera_dismissed": "La pregunta por la cámara se cerró sin respuesta.",
  "fix.camera_dismissed": "Compruebe de nuevo y elija Permitir cuando el navegador pregunte.",
  "problem.camera_system": "Su ordenador no deja que el navegador use la cámara.",
  "fix.camera_system.chrome":
    "macOS: Ajustes del Sistema → Privacidad y seguridad → Cámara → active Chrome. Windows: Configuración → Privacidad → Cámara → permita que la usen las aplicaciones de escritorio. Reinicie Chrome y abra esta página de nuevo desde el chat.",
  "fix.camera_system.firefox":
    "macOS: Ajustes del Sistema → Privacidad y seguridad → Cámara → active Firefox. Windows: Configuración → Privacidad → Cámara → permita que la usen las aplicaciones de escritorio. Reinicie Firefox y abra esta página de nuevo desde el chat.",
  "fix.camera_system":
    "Permita la cámara a su navegador en los ajustes de privacidad del ordenador y compruebe de nuevo.",
  "problem.camera_none": "No se encontró ninguna cámara.",
  "fix.camera_none":
    "Conecte una cámara, o abra la tapa o el interruptor de la que viene incorporada, y compruebe de nuevo.",
  "problem.camera_in_use": "Otro programa está usando la cámara.",
  "fix.camera_in_use":
    "Cierre otros programas y pestañas de vídeo (Zoom, Teams, Meet, la aplicación Cámara) y compruebe de nuevo. Si sigue igual, reinicie el ordenador.",
  "fix.camera_in_use.firefox":
    "Cierre otros programas y pestañas de vídeo (Zoom, Teams, Meet, la aplicación Cámara), también en otros navegadores: en Windows solo uno puede usar la cámara. Compruebe de nuevo después.",
  "problem.camera_unfit": "La cámara no puede dar la imagen que hace falta.",
  "fix.camera_unfit":
    "Elija otra cámara a la izquierda de la dirección, o conecte otra, y compruebe de nuevo.",
  "problem.camera_other": "No se pudo abrir la cámara.",
  "fix.camera_other": "Desconéctela y vuelva a conectarla, o reinicie el navegador, y compruebe de nuevo.",

  "problem.microphone_denied": "El micrófono está bloqueado para esta página.",
  "fix.microphone_denied.chrome":
    "Haga clic en el icono a la izquierda de la dirección, active Micrófono y compruebe de nuevo.",
  "fix.microphone_denied.firefox":
    "Haga clic en el micrófono tachado a la izquierda de la dirección, quite «Bloqueado», compruebe de nuevo y elija Permitir.",
  "fix.microphone_denied":
    "Permita el micrófono para esta página en los ajustes del navegador y compruebe de nuevo.",
  "problem.microphone_dismissed": "La pregunta por el micrófono se cerró sin respuesta.",
  "fix.microphone_dismissed": "Compruebe de nuevo y elija Permitir cuando el navegador pregunte.",
  "problem.microphone_system": "Su ordenador no deja que el navegador use el micrófono.",
  "fix.microphone_system":
    "macOS: Ajustes del Sistema → Privacidad y seguridad → Micrófono → active su navegador. Windows: Configuración → Privacidad → Micrófono → permita que lo usen las aplicaciones de escritorio. Reinicie el navegador y abra esta página de nuevo desde el chat.",
  "problem.microphone_none": "No se encontró ningún micrófono.",
  "fix.microphone_none": "Conecte un micrófono o unos auriculares con micrófono y compruebe de nuevo.",
  "problem.microphone_in_use": "Otro programa está usando el micrófono.",
  "fix.microphone_in_use": "Cierre otras llamadas y programas de grabación y compruebe de nuevo.",
  "problem.microphone_unfit": "El micrófono no puede dar el sonido que hace falta.",
  "fix.microphone_unfit": "Elija otro micrófono a la izquierda de la dirección y compruebe de nuevo.",
  "problem.microphone_other": "No se pudo abrir el micrófono.",
  "fix.microphone_other":
    "Desconéctelo y vuelva a conectarlo, o reinicie el navegador, y compruebe de nuevo.",

  "problem.picture_none": "La cámara está abierta, pero no llega ninguna imagen.",
  "fix.picture_none":
    "Desconéctela y vuelva a conectarla, o reinicie el navegador, y compruebe la cámara de nuevo.",
  "problem.picture_black": "La imagen es negra.",
  "fix.picture_black": "Abra la tapa del objetivo o encienda una luz y compruebe de nuevo.",
  "problem.sound_none": "El micrófono está abierto, pero no da nada en absoluto.",
  "fix.sound_none":
    "Puede que esté silenciado con un interruptor de los auriculares o una tecla del ordenador. Actívelo y compruebe de nuevo.",
  "problem.sound_silent": "No se oyó nada.",
  "fix.sound_silent":
    "Compruebe de nuevo y diga unas palabras. Si no se oyen, elija otro micrófono o súbale el volumen.",
  "problem.popups_blocked": "Las ventanas emergentes están bloqueadas.",
  "fix.popups_blocked.chrome":
    "Haga clic en la ventana tachada a la derecha de la dirección, elija «Permitir siempre» y Hecho. La llamada funciona también sin ello, pero los enlaces de ella no se abrirían.",
  "fix.popups_blocked.firefox":
    "En la barra amarilla, elija Opciones → Permitir ventanas emergentes. La llamada funciona también sin ello, pero los enlaces de ella no se abrirían.",
  "fix.popups_blocked":
    "Permita las ventanas emergentes para esta página en los ajustes del navegador. La llamada funciona también sin ello.",
  "problem.no_connection": "El navegador no pudo conectar una llamada consigo mismo.",
  "fix.no_connection":
    "Puede que una extensión, un cortafuegos o una VPN impida las videollamadas. Desactívelos para la llamada, o pruebe otra red, y compruebe de nuevo.",
  "problem.relay_unreachable":
    "No se llega a nuestro repetidor, que ayuda a atravesar cortafuegos estrictos.",
  "fix.relay_unreachable":
    "Puede que la llamada funcione de todos modos. Si no conecta, pruebe sin VPN o con otra red.",

  "withdraw.chrome":
    "Haga clic en el icono a la izquierda de la dirección y elija «Restablecer permiso», o desactive Cámara y Micrófono.",
  "withdraw.firefox":
    "Haga clic en el icono a la izquierda de la dirección y quite «Permitido» junto a la cámara y el micrófono. Si no marcó «Recordar», termina solo con esta pestaña.",
  withdraw: "Abra los ajustes del navegador para esta página y quite el permiso de la cámara y el micrófono.",
};
