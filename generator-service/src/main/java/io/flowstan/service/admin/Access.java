package io.flowstan.service.admin;

/** Whom the admin port answers. */
public enum Access {
  /** Everyone who reaches it: what is no secret and changes nothing, such as probes and schemas. */
  OPEN,
  /** Whoever has the token, where one is configured; see {@link AccessRules} for commands. */
  GUARDED
}
