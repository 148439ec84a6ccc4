## A recovery code, to be kept

saved-at = Saved: { $place }
action-print = Print
recovery-paper-title = Recovery code
recovery-paper = For { $account } at { $name } ({ $host }), { $date }
recovery-paper-how = Keep it where you keep important papers. It works once. Show it to nobody.
recovery-saved = I have saved it in a safe place
recovery-save-first = Save the code first, then tick the box.
recovery-save = Save as text
recovery-file = Recovery code of { $account }
