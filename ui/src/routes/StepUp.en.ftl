## Confirming that it is you

step-up-title = Confirm that it is you
step-up-kept = Nothing you typed is lost. { -app } goes on when you are back.
step-up-kept-here = Nothing you typed is lost. { -app } goes on right after it.
step-up-go = Confirm
step-up-not-here = { -app } cannot ask for your passkey here. Nothing was changed.
