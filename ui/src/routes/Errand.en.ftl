## Waiting for the browser

waiting-for = For { $account }
waiting-status = Waiting for your browser
waiting-device-qr = QR code with the address and the code
device-open = Open this address on the other device:
device-open-or-scan = Scan the QR code with the other device, or open this address there:
device-address = address
device-type = Check or type this code:
device-allow = Sign in there and allow it.
device-expires = This code is good for { $time }.
device-expired = This code is no longer good.
device-open-here = Open in this computer’s browser
waiting-use-device = Use a code on another device
waiting-checking = Back from the browser. Checking…
waiting-open-again = Open browser again
waiting-copy-link = Copy link
waiting-link = the link
waiting-link-manual = Copy this link into your browser:
waiting-opened-again = Your browser was asked to open again.
waiting-nothing = Nothing happened?
waiting-nothing-scheme = If your browser asked whether it may open { -app } and you said no, open it again and say yes.
waiting-nothing-loopback = If the last page did not load, a firewall may be in the way. Try the other way back.
waiting-use-loopback = Come back through a local address
waiting-use-scheme = Come back through an app link
waiting-paste = Address of the page you ended on
waiting-paste-hint = Copy the whole address from your browser, from the first letter to the last.
waiting-expires = This attempt ends { $time }.
waiting-vault-title = Almost there
waiting-vault-lead = You are signed in at { $host }, but your sign-in cannot be saved yet.
waiting-vault-unlock = Unlock and finish
waiting-vault-stop = Stop asking
waiting-vault-exit = Keep me signed in until I close { -app }
wrong-account-title = That was another account
wrong-account-lead = You came back as { $cameBackAs }, but { -app } expected { $expected }. Nothing was changed.
wrong-account-retry = Try again as { $expected }
sign-in-browser = Continue in your browser

## Back from a mail

choose-password-title = Choose a new password
choose-password-lead = The link from your mail has signed you in. Choose a new password now, so that you can sign in with it from then on.
choose-password = Choose a password
