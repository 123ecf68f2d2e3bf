package taskgrid.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import taskgrid.ConnectOptions;
import taskgrid.cli.values.Address;
import taskgrid.cli.values.AddressValue;
import taskgrid.cli.values.ClusterValue;
import taskgrid.cli.values.DurationValue;
import taskgrid.task.GridException;

/** Which grid a command means. */
final class GridOptions {
  @Option(
      names = "--members",
      paramLabel = "HOST[:PORT],...",
      split = ",",
      hideParamSyntax = true,
      converter = AddressValue.class,
      description = "Members of the grid (default: one on this host).")
  List<Address> members = new ArrayList<>();

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      defaultValue = "taskgrid",
      converter = ClusterValue.class,
      description = "Name of the grid (default: taskgrid).")
  String cluster = "";

  @Option(
      names = "--connect-timeout",
      paramLabel = "D",
      defaultValue = "10s",
      converter = DurationValue.class,
      description = "How long to look for those members (default: 10s).")
  Duration connectTimeout = Duration.ZERO;

  ConnectOptions connectOptions(Path config) {
    List<String> addresses = members.stream().map(Address::toString).toList();
    return new ConnectOptions(cluster, addresses, connectTimeout, config);
  }

  /** The grid that is meant; there is no other if it cannot be reached. */
  OpenGrid open(Grids grids, Path config) throws GridException {
    ConnectOptions options = connectOptions(config);
    if (!members.isEmpty()) {
      return grids.connect(options);
    }
    return grids
        .local(options)
        .orElseThrow(
            () ->
                new Refused(
                    "no member of cluster "
                        + cluster
                        + " on 127.0.0.1:5701-5710; start one with bin/member.sh or name one with"
                        + " --members"));
  }
}
