package io.flowstan.service.admin;

import com.sun.net.httpserver.HttpHandler;
import java.util.List;

/**
 * A handler that answers on the admin port for whole subtrees of paths.
 *
 * @param name what it is, shown on the index page
 * @param paths roots such as {@code /subjects}; each takes the path itself and all below it
 * @param handler answers every method; reads the path from the request URI
 */
public record Mount(String name, List<String> paths, HttpHandler handler) {
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
