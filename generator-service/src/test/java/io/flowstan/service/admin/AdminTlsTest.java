package io.flowstan.service.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The admin port over TLS, with a key from the JDK's own tool. */
class AdminTlsTest {
  private static final String PASSWORD = "keystore-password";

  @TempDir private static Path folder;

  @BeforeAll
  static void makeACertificate() throws Exception {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "admin",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=ip:127.0.0.1,dns:localhost",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store().toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor()).as(Files.readString(folder.resolve("keytool.log"))).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store())) {
      store.load(in, PASSWORD.toCharArray());
    }
    pem("cert.pem", "CERTIFICATE", store.getCertificate("admin").getEncoded());
    pem(
        "key.pem",
        "PRIVATE KEY",
        Objects.requireNonNull(store.getKey("admin", PASSWORD.toCharArray())).getEncoded());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void itSpeaksTlsWithAStoreOrWithPem(boolean withPem) throws Exception {
    // Given
    AdminTls tls =
        withPem
            ? AdminTls.read(folder.resolve("cert.pem"), folder.resolve("key.pem"), null)
            : AdminTls.read(store(), null, PASSWORD);
    try (AdminServer admin = start(tls)) {
      // When
      URI probe = admin.uri().resolve("/livez");
      var answer =
          HttpClient.newBuilder()
              .sslContext(trusting())
              .build()
              .send(HttpRequest.newBuilder(probe).build(), BodyHandlers.ofString());

      // Then
      assertThat(probe.getScheme()).isEqualTo("https");
      assertThat(answer.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void whoSpeaksNoTlsLearnsNothing() throws Exception {
    try (AdminServer admin = start(AdminTls.read(store(), null, PASSWORD));
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), admin.port())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
          .doesNotContain("HTTP/1.1");
    }
  }

  @Test
  void whatCannotBeReadIsNamedWithoutItsPassword() {
    assertThatThrownBy(() -> AdminTls.read(store(), null, "wrong-password"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("admin.p12: expected a PKCS #12 store")
        .hasMessageNotContaining("wrong-password");
    assertThatThrownBy(() -> AdminTls.read(folder.resolve("none.pem"), null, null))
        .hasMessageContaining("none.pem: not there");
    assertThatThrownBy(
            () -> AdminTls.read(folder.resolve("cert.pem"), folder.resolve("cert.pem"), null))
        .hasMessageContaining("expected a certificate chain and its key");
  }

  private static AdminServer start(@Nullable AdminTls tls) throws IOException {
    return AdminServer.start(
        new AdminSettings(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), null, List.of(), tls),
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
        Health::ready,
        List.of());
  }

  private static SSLContext trusting() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store())) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("admin", store.getCertificate("admin"));
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  private static Path store() {
    return folder.resolve("admin.p12");
  }

  private static void pem(String file, String type, byte[] der) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    Files.writeString(
        folder.resolve(file),
        "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n");
  }
}
