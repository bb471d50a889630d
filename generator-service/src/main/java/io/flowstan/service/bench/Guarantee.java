package io.flowstan.service.bench;

import org.apache.kafka.streams.StreamsConfig;

/** What the service promises about each flow on the topic. */
enum Guarantee {
  AT_LEAST_ONCE(StreamsConfig.AT_LEAST_ONCE),
  EXACTLY_ONCE(StreamsConfig.EXACTLY_ONCE_V2);

  private final String setting;

  Guarantee(String setting) {
    this.setting = setting;
  }

  /** The value of Streams' {@code processing.guarantee}. */
  String setting() {
    return setting;
  }
}
