## Goodbye

farewell-title = Your account was deleted
farewell-lead = { $account } no longer exists at { $name }.
farewell-here = { -app } has forgotten it, too.
farewell-soon = What was open elsewhere may go on for some minutes, and then ends by itself.
farewell-thanks = Goodbye, and take care.
farewell-done = Go to the start
