package io.flowstan.service.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** TLS from the {@code ssl.*} settings: whom to trust, and the client's own key. */
final class RegistryTls {
  private RegistryTls() {}

  /**
   * The context of {@code ssl.truststore.*} and {@code ssl.keystore.*}; what is not set is the
   * JDK's.
   *
   * @throws IllegalArgumentException where a store cannot be opened, with its path
   */
  static SSLContext context(Map<String, String> ssl) {
    try {
      SSLContext context = SSLContext.getInstance(ssl.getOrDefault("ssl.protocol", "TLS"));
      context.init(keys(ssl), trust(ssl), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "schema registry: TLS with settings " + ssl.keySet() + ": " + e.getMessage(), e);
    }
  }

  private static KeyManager @Nullable [] keys(Map<String, String> ssl)
      throws GeneralSecurityException {
    KeyStore store = store("ssl.keystore", ssl);
    if (store == null) {
      return null;
    }
    String password =
        ssl.getOrDefault("ssl.key.password", ssl.getOrDefault("ssl.keystore.password", ""));
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, password.toCharArray());
    return factory.getKeyManagers();
  }

  private static TrustManager @Nullable [] trust(Map<String, String> ssl)
      throws GeneralSecurityException {
    KeyStore store = store("ssl.truststore", ssl);
    if (store == null) {
      return null;
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static @Nullable KeyStore store(String kind, Map<String, String> ssl)
      throws GeneralSecurityException {
    String location = ssl.get(kind + ".location");
    if (location == null) {
      return null;
    }
    String type = ssl.getOrDefault(kind + ".type", "JKS");
    String password = ssl.get(kind + ".password");
    KeyStore store = KeyStore.getInstance(type);
    try (InputStream in = Files.newInputStream(Path.of(location))) {
      store.load(in, password == null ? null : password.toCharArray());
      return store;
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "schema.registry."
              + kind
              + ".location: "
              + location
              + ": expected a readable "
              + type
              + " store that its password opens: "
              + e.getMessage(),
          e);
    }
  }
}
