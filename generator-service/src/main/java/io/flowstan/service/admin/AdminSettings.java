package io.flowstan.service.admin;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the admin port listens and whom it lets in.
 *
 * @param address where it listens; port 0 takes a free one
 * @param token what requests to guarded pages must carry as a bearer token; null for none
 * @param names by which it may be called, beside addresses, {@code localhost} and its own host
 * @param tls its certificate and key; null for plain HTTP
 */
public record AdminSettings(
    InetSocketAddress address, @Nullable String token, List<String> names, @Nullable AdminTls tls) {
  public AdminSettings {
    names = List.copyOf(names);
  }

  /** Loopback, without a token or TLS. */
  public static AdminSettings onLoopback(int port) {
    return new AdminSettings(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), null, List.of(), null);
  }

  /** The same with a token. */
  public AdminSettings withToken(String secret) {
    return new AdminSettings(address, secret, names, tls);
  }

  /** Whether only this machine reaches it. */
  public boolean isLoopback() {
    return address.getAddress() != null && address.getAddress().isLoopbackAddress();
  }

  @Override
  public String toString() {
    return (tls == null ? "http://" : "https://")
        + address.getHostString()
        + ":"
        + address.getPort()
        + (token == null ? " without a token" : " with a token");
  }
}
