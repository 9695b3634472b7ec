// The list of shortcuts, and the switch for those who want no single keys.

import { useState } from "preact/hooks";
import { GROUPS, SHORTCUTS } from "../shortcuts";
import { supervises } from "../state";
import { useDesk } from "./context";
import { Modal } from "./modal";

export function ShortcutList() {
  const { station, words } = useDesk();
  const [single, setSingle] = useState(() => station.shelves.habit("keys"));
  const shown = SHORTCUTS.filter(({ command }) => command !== "page_team" || supervises(station.now.me));
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
