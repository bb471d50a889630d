package io.flowstan.service.command;

import io.flowstan.service.admin.AdminSettings;
import io.flowstan.service.admin.AdminTls;
import io.flowstan.service.config.ServiceConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The admin port as it is configured, with the secrets that the configuration only names. */
final class AdminAccess {
  private AdminAccess() {}

  /**
   * Reads the secrets.
   *
   * @throws IOException where the host is unknown, or a file cannot be read or used
   */
  static AdminSettings of(ServiceConfig.Admin config, Map<String, String> environment)
      throws IOException {
    InetSocketAddress address = new InetSocketAddress(config.host(), config.port());
    if (address.isUnresolved()) {
      throw new IOException(
          "admin.host = \"" + config.host() + "\": expected a name or an address of this machine");
    }
    return new AdminSettings(
        address,
        AdminToken.read(config.tokenFile(), environment),
        config.allowedHosts(),
        tls(config.tls()));
  }

  private static @Nullable AdminTls tls(ServiceConfig.Tls config) throws IOException {
    Path certificate = config.certificate();
    Path passwordFile = config.passwordFile();
    return certificate == null
        ? null
        : AdminTls.read(
            certificate,
            config.key(),
            passwordFile == null ? null : AdminToken.firstLine(passwordFile));
  }
}
