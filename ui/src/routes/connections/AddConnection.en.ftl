## Add a connection

new-connection-title = Add a connection
new-connection-lead = A connection tells { -app } where your accounts live. Your team can give you these values.
provider-question = Provider
provider-auth0-hint = A tenant with its own domain
provider-nhost-hint = A project in Nhost’s cloud
provider-nhost-own = Nhost, your own server
provider-nhost-own-hint = Self-hosted, or on this computer
field-domain = Domain
field-domain-hint = Such as acme.eu.auth0.com, or your own domain
field-client-id = Client ID
field-client-id-hint = Of an application of type “Native”
field-subdomain = Subdomain
field-subdomain-hint = The first part of your project’s address
field-region = Region
field-region-hint = Such as eu-central-1
field-base-url = Address of the server
field-base-url-hint = https://… or, on this computer, http://localhost:1337
field-name-hint = How you want to call it. Empty means the address.
field-redirect = Way back from the browser
more-settings = More settings
field-graphql-url = Address of GraphQL
field-graphql-url-hint = For sessions, access tokens and linked accounts. Leave it empty where Nhost hosts the project.
probe-heading = Connection check
probe-idle = Fill in the fields, and { -app } checks whether the provider answers.
probe-checking = Checking { $host }…
probe-answers = { $host } answers
probe-answers-version = { $host } answers, version { $version }
probe-again = Check again
callback-allow = Allow this callback address at the provider, or signing in will be refused:
save-connection = Add connection
saving-connection = Adding…
connection-added = { $name } was added.
form-problems =
    { $count ->
        [one] One field needs another look.
       *[other] { $count } fields need another look.
    }

## More settings

also-legend = Other ways to sign in
also-hint = Tick only what is switched on at the provider.
places-legend = Sign in with an account elsewhere
field-database = Database connection
field-database-hint = Empty means Username-Password-Authentication.
dpop-legend = Sessions
dpop-label = Bind sessions to this computer
dpop-hint = A stolen session is worth nothing elsewhere. The provider has to have DPoP switched on.
passkeys-legend = Passkeys
passkeys-hint = Only where passkeys belong to another domain than the address above.
passkeys-hint-project = Passkeys belong to the domain of the project’s web pages, which its own address does not tell.
field-passkey-domain = Domain of the passkeys
field-passkey-domain-hint = Such as example.com
field-passkey-origin = Address of the web pages
field-passkey-origin-hint = Such as https://app.example.com

## What the provider can do

tier-native = Works
tier-hand-off = Works, in your browser
tier-none = Not available
