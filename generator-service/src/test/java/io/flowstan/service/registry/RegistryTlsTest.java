package io.flowstan.service.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.flowstan.avro.TopicSchemas;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client over TLS, against a server that has a certificate of its own making. */
class RegistryTlsTest {
  private static final String PASSWORD = "only-for-tests";

  private static Path folder;
  private static Path serverStore;
  private static Path clientStore;
  private static HttpsServer server;
  private static String url;

  @BeforeAll
  static void startServer(@TempDir Path temporary) throws Exception {
    folder = temporary;
    serverStore = selfSigned("server");
    clientStore = selfSigned("client");
    var address = new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
    server = HttpsServer.create(address, 0);
    Map<String, String> stores = new TreeMap<>(trusting(clientStore));
    stores.putAll(holding(serverStore));
    var context = RegistryTls.context(RegistryConfig.of(withUrl(stores)).ssl());
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters wanted = context.getDefaultSSLParameters();
            wanted.setNeedClientAuth(true);
            parameters.setSSLParameters(wanted);
          }
        });
    server.createContext("/", new BuiltInRegistry(Map.of("flows-value", TopicSchemas.FLOW)));
    server.start();
    url = "https://127.0.0.1:" + server.getAddress().getPort();
  }

  @AfterAll
  static void stopServer() {
    server.stop(0);
  }

  @Test
  void aTrustedServerThatTrustsTheClientAnswers() {
    Map<String, String> stores = new TreeMap<>(trusting(serverStore));
    stores.putAll(holding(clientStore));

    int id = client(stores).resolveId("flows-value", TopicSchemas.FLOW);

    assertThat(id).isPositive();
  }

  @Test
  void aServerThatIsNotTrustedIsSaid() {
    assertThatThrownBy(() -> client(Map.of()).resolveId("flows-value", TopicSchemas.FLOW))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining(url)
        .hasMessageContaining("valid certification path");
  }

  @Test
  void aClientWithoutItsKeyIsRefused() {
    assertThatThrownBy(
            () -> client(trusting(serverStore)).resolveId("flows-value", TopicSchemas.FLOW))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining(url);
  }

  private static SchemaRegistryClient client(Map<String, String> stores) {
    Map<String, String> settings = new TreeMap<>(stores);
    settings.put("schema.registry.url", url);
    settings.put("auto.register.schemas", "false");
    settings.put("max.retries", "0");
    return new SchemaRegistryClient(RegistryConfig.of(settings));
  }

  private static Map<String, String> withUrl(Map<String, String> settings) {
    Map<String, String> all = new TreeMap<>(settings);
    all.put("schema.registry.url", "https://127.0.0.1");
    return all;
  }

  private static Map<String, String> trusting(Path store) {
    return Map.of(
        "schema.registry.ssl.truststore.location",
        store.toString(),
        "schema.registry.ssl.truststore.password",
        PASSWORD,
        "schema.registry.ssl.truststore.type",
        "PKCS12");
  }

  private static Map<String, String> holding(Path store) {
    return Map.of(
        "schema.registry.ssl.keystore.location",
        store.toString(),
        "schema.registry.ssl.keystore.password",
        PASSWORD,
        "schema.registry.ssl.keystore.type",
        "PKCS12");
  }

  /** A store with a key and its certificate, which is made a trusted one by its own signature. */
  private static Path selfSigned(String name) throws Exception {
    Path store = folder.resolve(name + ".p12");
    Path certificate = folder.resolve(name + ".pem");
    keytool(
        store,
        "-genkeypair",
        "-alias",
        name,
        "-keyalg",
        "EC",
        "-dname",
        "CN=" + name,
        "-ext",
        "SAN=ip:127.0.0.1");
    keytool(store, "-exportcert", "-alias", name, "-file", certificate.toString());
    keytool(
        store,
        "-importcert",
        "-noprompt",
        "-alias",
        name + "-trusted",
        "-file",
        certificate.toString());
    return store;
  }

  private static void keytool(Path store, String... arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(
        List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as("%s", command).isZero();
  }
}
