package io.flowstan.service.admin;

import java.io.IOException;

/** Answers requests on the admin port; called on any thread, several at a time. */
@FunctionalInterface
public interface AdminHandler {
  /** The answer; HEAD comes as GET, its body is left out later. */
  AdminResponse answer(AdminRequest request) throws IOException;
}
