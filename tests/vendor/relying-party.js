// A relying party, played by the library that the test names: it asks for a passkey and for a signature, and judges
// what a key answers. `webauthn4js` is go-webauthn, which Nhost is built with, as WebAssembly.
//
//   { "call": "creation", "arguments": [] }            the options to make a passkey
//   { "call": "register", "arguments": [answer] }      takes it, or throws
//   { "call": "request", "arguments": [] }             the options to use it
//   { "call": "authenticate", "arguments": [answer] }  whether the person was verified, or throws

import { serve, settings } from "./lines.js";

const { library, rpID, origin } = settings;
const rpName = "Tenant";
const name = "ann@example.com";

const parties = {
  async simplewebauthn() {
    const server = await import("@simplewebauthn/server");
    let challenge, credential;
    const expected = () => ({ expectedChallenge: challenge, expectedOrigin: origin, expectedRPID: rpID });
    return {
      async creation() {
        const options = await server.generateRegistrationOptions({
          rpID,
          rpName,
          userName: name,
          authenticatorSelection: { residentKey: "required", userVerification: "preferred" },
        });
        challenge = options.challenge;
        return options;
      },
      async register(response) {
        const { verified, registrationInfo } = await server.verifyRegistrationResponse({ response, ...expected() });
        if (!verified) throw new Error("not verified");
        ({ credential } = registrationInfo);
        const { credentialDeviceType, credentialBackedUp, userVerified } = registrationInfo;
        return { credentialDeviceType, credentialBackedUp, userVerified };
      },
      async request() {
        const options = await server.generateAuthenticationOptions({ rpID, userVerification: "preferred" });
        challenge = options.challenge;
        return options;
      },
      async authenticate(response) {
        const { verified, authenticationInfo } = await server.verifyAuthenticationResponse({ response, credential, ...expected() });
        if (!verified) throw new Error("not verified");
        credential.counter = authenticationInfo.newCounter;
        return { userVerified: authenticationInfo.userVerified };
      },
    };
  },

  async "go-webauthn"() {
    const { default: make } = await import("webauthn4js");
    const party = await make({
      RPDisplayName: rpName,
      RPID: rpID,
      RPOrigins: [origin],
      AuthenticatorSelection: { residentKey: "required", userVerification: "preferred" },
    });
    const user = { id: "7bf3a7d1-2f0e-4b3e-9d53-0f2f6c1f4a10", name, displayName: name, iconURL: "", credentials: [] };
    let session;
    const begun = ({ options, sessionData }) => {
      session = sessionData;
      return options.publicKey;
    };
    return {
      creation: async () => begun(await party.beginRegistration(user)),
      async register(response) {
        const credential = await party.finishRegistration(user, session, response);
        user.credentials.push(credential);
        return {};
      },
      request: async () => begun(await party.beginLogin(user)),
      async authenticate(response) {
        const { authenticator } = await party.finishLogin(user, session, response);
        if (authenticator.cloneWarning) throw new Error("the counter did not go up");
        return {};
      },
    };
  },
};

const party = await parties[library]();

await serve((call, given) => party[call](...given), () => ({}));

// Go's runtime would keep the process alive.
process.exit();
