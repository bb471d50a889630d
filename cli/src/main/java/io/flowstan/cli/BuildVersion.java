package io.flowstan.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build stored beside this class, and the Java that runs it. */
public final class BuildVersion implements IVersionProvider {
  private static final String RESOURCE = "build.properties";

  /** The version of this build, such as {@code 1.2.0}. */
  public static String text() {
    Properties build = new Properties();
    try (InputStream in = BuildVersion.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing beside " + BuildVersion.class);
      }
      build.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return build.getProperty("version", "unknown");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"flowstan " + text(), "Java " + Runtime.version()};
  }
}
