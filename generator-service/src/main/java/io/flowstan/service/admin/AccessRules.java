package io.flowstan.service.admin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask what on the admin port.
 *
 * <ul>
 *   <li>A name in the header Host must be a known one, so that no page in a browser can make its
 *       own name point here (DNS rebinding). Addresses and {@code localhost} always are.
 *   <li>Where a token is configured, guarded pages need it.
 *   <li>A command must come from this server's own page or from no page at all (CSRF), and without
 *       a token only from this machine.
 * </ul>
 */
final class AccessRules {
  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9a-fA-F:.]{2,45}\\]|[A-Za-z0-9._-]{1,253})(:[0-9]{1,5})?");
  private static final Pattern ADDRESS = Pattern.compile("\\[.*\\]|[0-9]{1,3}(\\.[0-9]{1,3}){3}");

  private final byte @Nullable [] authorization;
  private final boolean onLoopback;
  private final String scheme;
  private final Set<String> names = new TreeSet<>();

  AccessRules(AdminSettings settings) {
    String token = settings.token();
    this.authorization =
        token == null ? null : ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
    this.onLoopback = settings.isLoopback();
    this.scheme = settings.tls() == null ? "http" : "https";
    names.add("localhost");
    names.add(settings.address().getHostString().toLowerCase(Locale.ROOT));
    settings.names().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
  }

  /** Why the request is refused, or null where it is answered. */
  @Nullable AdminResponse refusal(AdminRequest request, Access access) {
    String host = request.header("host");
    if (request.has("host") && (host == null || !HOST.matcher(host).matches())) {
      return AdminResponse.text(400, "Host: expected one name or address\n");
    }
    boolean known = host == null || isKnown(host);
    if (onLoopback && !known) {
      return AdminResponse.text(
          421, "Host: expected an address, localhost, or a name of admin.allowedHosts\n");
    }
    if (access == Access.OPEN) {
      return null;
    }
    if (authorization != null && !hasToken(request, authorization)) {
      return AdminResponse.refusal(401, "expected the admin port's bearer token")
          .with("WWW-Authenticate", "Bearer");
    }
    if (request.isReading()) {
      return null;
    }
    if (!isFromOwnPage(request, host)) {
      return AdminResponse.refusal(403, "commands from pages of other origins are refused");
    }
    if (authorization == null && !(request.fromThisMachine() && known)) {
      return AdminResponse.refusal(
          403,
          "without a token commands are taken from this machine only: configure"
              + " admin.tokenFile or FLOWSTAN_ADMIN_TOKEN");
    }
    return null;
  }

  private boolean isKnown(String host) {
    Matcher parts = HOST.matcher(host);
    String name = parts.matches() ? parts.group(1).toLowerCase(Locale.ROOT) : "";
    return ADDRESS.matcher(name).matches() || names.contains(name);
  }

  private static boolean hasToken(AdminRequest request, byte[] expected) {
    String given = request.header("authorization");
    return given != null && MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), expected);
  }

  /** Whether no page in a browser asks, or this server's own. */
  private boolean isFromOwnPage(AdminRequest request, @Nullable String host) {
    if (request.has("origin")) {
      return (scheme + "://" + host).equals(request.header("origin"));
    }
    String site = request.header("sec-fetch-site");
    return !request.has("sec-fetch-site") || "same-origin".equals(site) || "none".equals(site);
  }
}
