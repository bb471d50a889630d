package io.flowstan.service.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files of the page to watch and steer the service: those of the program and no others, read
 * once, so that no path leads anywhere else.
 */
final class AdminPage implements AdminHandler {
  private static final String FOLDER = "/io/flowstan/service/admin/page/";
  private static final Map<String, String> TYPES =
      Map.of(
          "index.html", "text/html; charset=utf-8",
          "page.css", "text/css; charset=utf-8",
          "page.js", "text/javascript; charset=utf-8",
          "icon.svg", "image/svg+xml");

  /** Only what the page itself brings: no script, style or picture from elsewhere, no frame. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final Map<String, AdminResponse> files;

  private AdminPage(Map<String, AdminResponse> files) {
    this.files = Map.copyOf(files);
  }

  /** The page of this program. */
  static AdminPage load() {
    Map<String, AdminResponse> files = new TreeMap<>();
    TYPES.forEach(
        (name, type) -> {
          AdminResponse file =
              new AdminResponse(
                  200,
                  type,
                  read(name),
                  Map.of(
                      "Content-Security-Policy",
                      POLICY,
                      "Cross-Origin-Opener-Policy",
                      "same-origin"));
          files.put(name.equals("index.html") ? "/" : "/" + name, file);
        });
    return new AdminPage(files);
  }

  boolean has(String path) {
    return files.containsKey(path);
  }

  @Override
  public AdminResponse answer(AdminRequest request) {
    AdminResponse file = files.get(request.path());
    return file == null ? AdminResponse.text(404, "no such page\n") : file;
  }

  private static byte[] read(String name) {
    try (InputStream in = AdminPage.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks " + FOLDER + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
