// What a message by mail was: the whole of it, and the files that came with it, one click away.

import type { MailBlock } from "../../protocol";
import { useDesk } from "./context";

export function Original({ mail }: { mail: MailBlock }) {
  const { words } = useDesk();
  const place = `/desk/mail/${encodeURIComponent(mail.mail)}`;
  return (
    <p class="told">
      {words.say("thread.by_mail")}{" "}
      <a href={`${place}/text`} target="_blank" rel="noopener noreferrer">
        {words.say(mail.shortened ? "thread.whole_mail" : "thread.mail")}
      </a>
      {mail.files.map((file) => (
        <span key={file.number}>
          {" · "}
          {file.kept ? (
            <a href={`${place}/files/${file.number}`} download>
              {file.name}
            </a>
          ) : (
            words.say("thread.file_refused", { name: file.name })
          )}
        </span>
      ))}
    </p>
  );
}
