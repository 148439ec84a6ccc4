/** Sentences, which are there once the module that imports them runs; see `fluent.ts`. */
declare module "*.en.ftl";
