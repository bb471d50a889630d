package io.flowstan.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowstan.codec.CodecSpec;
import io.flowstan.flow.Flow;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The stored rows of a small fixed stream, which trainer and server must both arrive at, each by
 * its own way. What changes here makes trained bundles wrong.
 */
public final class CodecGolden {
  public static final int HOST = HostStory.HOST;
  public static final long START_SECOND = SeededFlows.START_SECOND;
  private static final int FLOWS = 100;

  private CodecGolden() {}

  public static CodecSpec spec() {
    return SmallVocabulary.spec();
  }

  /** The stream: 100 flows. */
  public static List<Flow> flows() {
    return HostStory.of(spec(), 1, FLOWS);
  }

  /** Compares {@code rows}, one a flow, with the stored ones. */
  public static void assertSame(List<ModelRow> rows) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < rows.size(); i++) {
      rows.get(i).appendTo(text, i);
    }
    assertSame("codec-rows.txt", text.toString());
  }

  /** Compares {@code text} with the golden file {@code name}, and says what to store where not. */
  public static void assertSame(String name, String text) throws IOException {
    try (InputStream in = CodecGolden.class.getResourceAsStream("golden/" + name)) {
      String stored = in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(text)
          .as(
              "golden text; if the new one is meant, and all bundles are trained anew, store it as"
                  + " flow-core/src/test/resources/io/flowstan/testing/golden/%s:%n%s",
              name, text)
          .isEqualTo(stored);
    }
  }
}
