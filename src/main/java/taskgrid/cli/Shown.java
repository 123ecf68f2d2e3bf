package taskgrid.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/** Something to show in whichever style was asked for. */
interface Shown {
  /** Lines for people. */
  List<String> table();

  /** One JSON value. */
  void json(JsonGenerator json) throws IOException;

  /** Lines for scripts. */
  List<String> quiet();
}
