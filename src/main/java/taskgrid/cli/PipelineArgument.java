package taskgrid.cli;

import java.util.List;
import picocli.CommandLine.Parameters;
import taskgrid.pipeline.PipelineStatus;
import taskgrid.task.GridException;

/** Which pipeline is meant. */
final class PipelineArgument {
  @Parameters(
      index = "0",
      paramLabel = "NAME|ID",
      hideParamSyntax = true,
      description = "A pipeline's name, of which the newest is meant, or its id.")
  String name = "";

  PipelineStatus find(OpenGrid open) throws GridException {
    return find(PipelineStatus.of(open.jobs()));
  }

  PipelineStatus find(List<PipelineStatus> all) throws GridException {
    return PipelineStatus.find(all, name);
  }
}
