package io.flowstan.service.admin;

import java.util.List;

/**
 * A handler that answers on the admin port for whole subtrees of paths.
 *
 * @param name what it is, shown on the index page
 * @param paths roots such as {@code /subjects}; each takes the path itself and all below it
 * @param access whom it answers
 * @param handler answers every method
 */
public record Mount(String name, List<String> paths, Access access, AdminHandler handler) {
  public Mount {
    paths = List.copyOf(paths);
    for (String path : paths) {
      if (path.length() < 2 || !path.startsWith("/") || path.endsWith("/")) {
        throw new IllegalArgumentException(
            "mount '"
                + name
                + "' path \""
                + path
                + "\": expected /name without a slash at the end");
      }
    }
  }

  /** A handler of one path that only answers {@code GET} and {@code HEAD}. */
  public static Mount reading(String name, String path, Access access, AdminHandler handler) {
    return new Mount(
        name,
        List.of(path),
        access,
        request -> {
          if (!request.path().equals(path)) {
            return AdminResponse.text(404, "no such page: expected " + path + "\n");
          }
          return request.isReading()
              ? handler.answer(request)
              : AdminResponse.methodNotAllowed("GET, HEAD");
        });
  }

  /** Whether {@code path} lies under one of the roots. */
  boolean takes(String path) {
    for (String root : paths) {
      if (path.startsWith(root)
          && (path.length() == root.length() || path.charAt(root.length()) == '/')) {
        return true;
      }
    }
    return false;
  }
}
