package io.flowstan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

/** {@link DurationConverter} and {@link TimeConverter}. */
class ConvertersTest {
  @ParameterizedTest
  @CsvSource({
    "500ms,PT0.5S",
    "30s,PT30S",
    "5m,PT5M",
    "24h,PT24H",
    "7d,PT168H",
    "1h30m,PT1H30M",
    "1d2h3m4s5ms,PT26H3M4.005S",
    "PT24H,PT24H",
    "P7D,PT168H",
    "0s,PT0S"
  })
  void lengthsOfTimeAreRead(String text, Duration expected) {
    assertThat(new DurationConverter().convert(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5",
        "m",
        "5 m",
        "-5m",
        "PT-5M",
        "5m5h",
        "1.5h",
        "99999999999999999999s",
        "9999999999999999d"
      })
  void whatIsNoLengthOfTimeIsRefused(String text) {
    assertThatThrownBy(() -> new DurationConverter().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage(
            "\"" + text + "\": expected a length of time such as 30s, 5m, 24h, 7d, 1h30m or PT24H");
  }

  @ParameterizedTest
  @CsvSource({
    "2016-04-11T00:00:00,2016-04-11T00:00:00Z",
    "2016-04-11 00:01:39,2016-04-11T00:01:39Z",
    "2016-04-11,2016-04-11T00:00:00Z",
    "2016-04-11T00:00:00Z,2016-04-11T00:00:00Z",
    "2016-04-11T02:00:00+02:00,2016-04-11T00:00:00Z",
    "2016-04-10T22:00:00-02:00,2016-04-11T00:00:00Z",
    "2016-04-11T12:30,2016-04-11T12:30:00Z"
  })
  void timesAreReadAsUtcUnlessTheySayOtherwise(String text, Instant expected) {
    assertThat(new TimeConverter().convert(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "2016-02-30", "2016-04-11T24:30:00", "1460332800"})
  void whatIsNoTimeIsRefused(String text) {
    assertThatThrownBy(() -> new TimeConverter().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("\"" + text + "\": expected a time (UTC)");
  }
}
