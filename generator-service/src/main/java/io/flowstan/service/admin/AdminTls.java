package io.flowstan.service.admin;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;

/** The certificate and the key that the admin port speaks TLS with. */
public final class AdminTls {
  private final SslContext context;

  private AdminTls(SslContext context) {
    this.context = context;
  }

  /**
   * Reads them.
   *
   * @param certificate a chain in PEM, or a PKCS #12 store of chain and key
   * @param key the key in PEM (PKCS #8); null where the store holds it
   * @param password what opens the key or the store; null for none
   * @throws IOException where they cannot be read, with the file and what was expected
   */
  public static AdminTls read(Path certificate, @Nullable Path key, @Nullable String password)
      throws IOException {
    for (Path file : key == null ? new Path[] {certificate} : new Path[] {certificate, key}) {
      if (!Files.isReadable(file)) {
        throw new IOException(file + ": not there, or not readable");
      }
    }
    try {
      SslContextBuilder builder =
          key == null
              ? SslContextBuilder.forServer(keys(certificate, password))
              : SslContextBuilder.forServer(certificate.toFile(), key.toFile(), password);
      return new AdminTls(builder.protocols("TLSv1.3", "TLSv1.2").build());
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      String expected =
          key == null
              ? "expected a PKCS #12 store that its password opens, or a key beside it"
              : "expected a certificate chain and its key (PKCS #8), both in PEM";
      throw new IOException(certificate + ": " + expected + " (" + e.getMessage() + ")", e);
    }
  }

  SslContext context() {
    return context;
  }

  private static KeyManagerFactory keys(Path file, @Nullable String password)
      throws IOException, GeneralSecurityException {
    char[] secret = password == null ? new char[0] : password.toCharArray();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, secret);
    } catch (IOException e) {
      throw new GeneralSecurityException(e.getMessage(), e);
    }
    if (store.size() == 0) {
      throw new GeneralSecurityException("the store is empty");
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, secret);
    return factory;
  }
}
