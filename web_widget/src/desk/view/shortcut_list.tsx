// The list of shortcuts, and the switch for those who want no single keys.

import { useState } from "preact/hooks";
import { pagesOf } from "../roles";
import { GROUPS, SHORTCUTS } from "../shortcuts";
import { useDesk } from "./context";
import { Modal } from "./modal";

export function ShortcutList() {
  const { station, words } = useDesk();
  const [single, setSingle] = useState(() => station.shelves.habit("keys"));
  const pages = new Set<string>(pagesOf(station.now.me).map((page) => `page_${page}`));
  const shown = SHORTCUTS.filter(({ command, group }) => group !== "pages" || pages.has(command));
  return (
    <Modal title={words.say("shortcuts.title")} wide>
      <p>{words.say("shortcuts.explain")}</p>
      <label class="check">
        <input
          type="checkbox"
          checked={single}
          onChange={(event) => {
            station.shelves.putHabit("keys", event.currentTarget.checked);
            setSingle(event.currentTarget.checked);
          }}
        />
        {words.say("shortcuts.single")}
      </label>
      <div class="shortcut-groups">
        {GROUPS.map((group) => (
          <section key={group}>
            <h3>{words.say(`shortcuts.group.${group}`)}</h3>
            <dl class="shortcuts">
              {shown
                .filter((shortcut) => shortcut.group === group)
                .map(({ command, key }) => (
                  <div key={command}>
                    <dt>{words.say(`shortcut.${command}`)}</dt>
                    <dd>
                      <kbd>{key.toUpperCase()}</kbd>
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
