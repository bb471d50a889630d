package io.flowstan.trainer.evaluate;

import io.flowstan.cli.FailureException;
import io.flowstan.io.HostList;
import io.flowstan.io.OnError;
import io.flowstan.profile.ProfileDistribution;
import io.flowstan.score.RecordedHost;
import io.flowstan.trainer.command.Provenance.DataFile;
import io.flowstan.trainer.data.HostFlows;
import io.flowstan.trainer.data.HostProfiles;
import io.flowstan.trainer.report.DataCounts;
import io.flowstan.trainer.report.Rounded;
import io.flowstan.trainer.table.FlowTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A recorded table and its hosts, with the digests of both files. */
record Recording(HostFlows data, List<DataFile> files) {

  static Recording read(Path table, Path hosts, OnError onError) throws IOException {
    return new Recording(
        HostFlows.read(table, HostList.read(hosts), onError),
        List.of(DataFile.of(table), DataFile.of(hosts)));
  }

  /** The hosts with the profiles of their own flows, as training gives them to the network. */
  List<RecordedHost> hosts(ProfileDistribution profiles) {
    List<RecordedHost> hosts = new ArrayList<>();
    data.byHost()
        .forEach(
            (host, flows) -> {
              Map<String, Double> natural =
                  HostProfiles.of(host, flows, data.startSecond(), data.days());
              if (!List.copyOf(natural.keySet()).equals(profiles.features())) {
                throw new FailureException(
                    "the bundle's profiles have the features "
                        + profiles.features()
                        + ": expected "
                        + natural.keySet()
                        + ", as this program takes them from recorded flows");
              }
              float[] input =
                  profiles.standardised(
                      natural.values().stream().mapToDouble(Double::doubleValue).toArray());
              hosts.add(RecordedHost.of(host, data.startSecond(), flows, input));
            });
    return hosts;
  }

  /** The same flows as a table to be compared. */
  FlowTable table(String title) {
    return data.table(title);
  }

  DataCounts counts() {
    long broken = data.brokenRules().values().stream().mapToLong(Long::longValue).sum();
    return new DataCounts(
        data.byHost().size(),
        data.flows(),
        data.malformed(),
        data.brokenRules(),
        Rounded.toSixDigits((double) data.flows() / (data.flows() + broken)));
  }
}
