package io.flowstan.it.broker;

import io.flowstan.it.net.FreePorts;
import io.flowstan.service.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * An embedded broker that clients reach over TLS and SCRAM-SHA-512 only, and on which a user may do
 * what {@code docs/operations.md} lists and nothing else.
 *
 * <p>Beside it is a plain listener for the test's own readers, whose anonymous user may do all.
 */
public final class SecureBroker implements AutoCloseable {
  /** The user who may do what the service needs. */
  public static final String USER = "generator";

  /** That user's password. */
  public static final String PASSWORD = "scram-secret-1";

  /** Who is known, and may do nothing. */
  public static final String STRANGER = "stranger";

  private static final String STORE_PASSWORD = "store-secret-2";
  private static final String PREFIX = "flowstan";

  private final EmbeddedBroker broker;
  private final String secureServers;
  private final Path trustStore;

  private SecureBroker(EmbeddedBroker broker, String secureServers, Path trustStore) {
    this.broker = broker;
    this.secureServers = secureServers;
    this.trustStore = trustStore;
  }

  /** Starts it, with a certificate of its own making in {@code folder}. */
  public static SecureBroker start(Path folder) throws Exception {
    Path keyStore = folder.resolve("broker.p12");
    Path certificate = folder.resolve("broker.pem");
    Path trustStore = folder.resolve("trust.p12");
    keytool(
        "-genkeypair",
        "-alias",
        "broker",
        "-keyalg",
        "EC",
        "-validity",
        "2",
        "-dname",
        "CN=broker",
        "-ext",
        "SAN=ip:127.0.0.1",
        "-keystore",
        keyStore.toString());
    keytool(
        "-exportcert",
        "-rfc",
        "-alias",
        "broker",
        "-keystore",
        keyStore.toString(),
        "-file",
        certificate.toString());
    keytool(
        "-importcert",
        "-noprompt",
        "-alias",
        "broker",
        "-keystore",
        trustStore.toString(),
        "-file",
        certificate.toString());
    int[] ports = FreePorts.take(3);
    int plain = ports[0];
    int secure = ports[1];
    int controller = ports[2];
    String listeners = "PLAINTEXT://127.0.0.1:%d,SASL_SSL://127.0.0.1:%d".formatted(plain, secure);
    EmbeddedBroker broker =
        EmbeddedBroker.start(
            EmbeddedBroker.Options.temporary()
                .withPort(plain)
                .with("listeners", listeners + ",CONTROLLER://127.0.0.1:" + controller)
                .with("advertised.listeners", listeners)
                .with("controller.quorum.voters", "1@127.0.0.1:" + controller)
                .with(
                    "listener.security.protocol.map",
                    "PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT")
                .with("sasl.enabled.mechanisms", "SCRAM-SHA-512")
                .with(
                    "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config",
                    "org.apache.kafka.common.security.scram.ScramLoginModule required;")
                .with("ssl.keystore.location", keyStore.toString())
                .with("ssl.keystore.password", STORE_PASSWORD)
                .with(
                    "authorizer.class.name",
                    "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
                .with("super.users", "User:ANONYMOUS"));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin.alterUserScramCredentials(List.of(user(USER), user(STRANGER))).all().get();
      admin.createAcls(permissions()).all().get();
    }
    return new SecureBroker(broker, "127.0.0.1:" + secure, trustStore);
  }

  /** The address without TLS and SASL, for the test. */
  public String plainServers() {
    return broker.bootstrapServers();
  }

  /** The address with TLS and SASL, for the program. */
  public String secureServers() {
    return secureServers;
  }

  /** The settings with which {@code user} may come in; the server's address is not among them. */
  public Map<String, String> client(String user, String password) {
    return Map.of(
        "security.protocol",
        "SASL_SSL",
        "sasl.mechanism",
        "SCRAM-SHA-512",
        "sasl.jaas.config",
        jaas(user, password),
        "ssl.truststore.location",
        trustStore.toString(),
        "ssl.truststore.password",
        STORE_PASSWORD);
  }

  /** The login module's line. */
  public static String jaas(String user, String password) {
    return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\""
        + user
        + "\" password=\""
        + password
        + "\";";
  }

  /** What must be in no log and no message. */
  public static List<String> secrets() {
    return List.of(PASSWORD, STORE_PASSWORD);
  }

  @Override
  public void close() {
    broker.close();
  }

  /** The table of docs/operations.md. */
  private static List<AclBinding> permissions() {
    List<AclBinding> all = new ArrayList<>();
    for (AclOperation operation :
        List.of(
            AclOperation.CREATE,
            AclOperation.DESCRIBE,
            AclOperation.DESCRIBE_CONFIGS,
            AclOperation.READ,
            AclOperation.WRITE)) {
      all.add(permission(ResourceType.TOPIC, operation));
    }
    all.add(permission(ResourceType.GROUP, AclOperation.READ));
    all.add(permission(ResourceType.GROUP, AclOperation.DESCRIBE));
    all.add(permission(ResourceType.TRANSACTIONAL_ID, AclOperation.WRITE));
    all.add(permission(ResourceType.TRANSACTIONAL_ID, AclOperation.DESCRIBE));
    return all;
  }

  private static AclBinding permission(ResourceType type, AclOperation operation) {
    return new AclBinding(
        new ResourcePattern(type, PREFIX, PatternType.PREFIXED),
        new AccessControlEntry("User:" + USER, "*", operation, AclPermissionType.ALLOW));
  }

  private static UserScramCredentialAlteration user(String name) {
    return new UserScramCredentialUpsertion(
        name, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4_096), PASSWORD);
  }

  private static void keytool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storetype", "PKCS12", "-storepass", STORE_PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("keytool: " + output);
    }
  }
}
