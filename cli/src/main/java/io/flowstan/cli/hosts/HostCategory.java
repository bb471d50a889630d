package io.flowstan.cli.hosts;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** In which directions a monitored host talks. */
public enum HostCategory {
  /** It sends and receives, to or from an address that is not monitored at least once. */
  BOTH,
  /** It is only ever the source, at least once to an address that is not monitored. */
  SENT_ONLY,
  /** It is only ever the destination, at least once of an address that is not monitored. */
  RECEIVED_ONLY,
  /** It talks only to other monitored hosts, in whatever direction. */
  INTERNAL;

  /** The name as it is typed on the command line and written in JSON, such as {@code sent-only}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Categories on the command line. */
  public static final class Converter implements ITypeConverter<HostCategory> {
    @Override
    public HostCategory convert(String text) {
      List<HostCategory> all = Arrays.asList(values());
      for (HostCategory category : all) {
        if (category.toString().equalsIgnoreCase(text)) {
          return category;
        }
      }
      throw new TypeConversionException("\"" + text + "\": expected one of " + all);
    }
  }
}
