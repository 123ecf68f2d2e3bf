package taskgrid;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import taskgrid.bundle.BundleFolder;
import taskgrid.bundle.ShippedFunctions;
import taskgrid.function.FunctionSource;
import taskgrid.program.AllowedPrograms;
import taskgrid.program.ProgramFunctions;
import taskgrid.program.Programs;

/** The functions of a member, and the programs and files behind them. */
final class Tools implements AutoCloseable {
  private final FunctionSource functions;
  private final BundleFolder bundles;
  private final @Nullable Programs programs;
  private final CompletableFuture<Path> folder;

  private Tools(
      FunctionSource functions,
      BundleFolder bundles,
      @Nullable Programs programs,
      CompletableFuture<Path> folder) {
    this.functions = functions;
    this.bundles = bundles;
    this.programs = programs;
    this.folder = folder;
  }

  /**
   * @param allowed null = no commands
   */
  static Tools of(FunctionSource builtIn, @Nullable AllowedPrograms allowed) {
    // The folder of a member that chooses its port is known when it has started; it may be given
    // a command or a file before that.
    CompletableFuture<Path> folder = new CompletableFuture<>();
    BundleFolder bundles = new BundleFolder(() -> folder.join().resolve("shipped"));
    FunctionSource functions = ShippedFunctions.of(builtIn, bundles);
    if (allowed == null) {
      return new Tools(ProgramFunctions.knowing(functions), bundles, null, folder);
    }
    Programs programs = new Programs(() -> folder.join().resolve("commands"));
    FunctionSource all =
        ProgramFunctions.running(
            functions, programs, allowed, shipped -> bundles.folder(shipped.id()));
    return new Tools(all, bundles, programs, folder);
  }

  FunctionSource functions() {
    return functions;
  }

  BundleFolder bundles() {
    return bundles;
  }

  /** Where shipped files are kept, and commands' output while they run. */
  void work(Path where) {
    folder.complete(where);
  }

  @Override
  public void close() {
    if (programs != null) {
      programs.close();
    }
    bundles.close();
  }
}
