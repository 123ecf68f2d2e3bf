package taskgrid.cli.settings;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;
import taskgrid.cli.values.FlagValue;

/** An option that may also be given in the environment and in the file. */
record KnownOption(String key, OptionSpec option) {
  /** What is wrong with a value of it, in words; null if nothing is. */
  @Nullable String problem(String value) {
    if (option.userObject() instanceof Unbuilt) {
      return key + " is not built yet";
    }
    try {
      for (String part : parts(value)) {
        check(part);
      }
      return null;
    } catch (TypeConversionException wrong) {
      return key + ": " + wrong.getMessage();
    } catch (Exception wrong) {
      return key + ": '" + value + "' cannot be used: " + wrong.getMessage();
    }
  }

  /** Its default; null if there is none, or none that is the same everywhere. */
  @Nullable String usualValue() {
    return isFlag() ? "false" : option.defaultValue();
  }

  boolean isFlag() {
    return option.arity().max() == 0;
  }

  private String[] parts(String value) {
    return option.splitRegex().isEmpty() ? new String[] {value} : value.split(option.splitRegex());
  }

  private void check(String part) throws Exception {
    if (isFlag()) {
      new FlagValue().convert(part);
    }
    for (ITypeConverter<?> converter : option.converters()) {
      Object converted = converter.convert(part);
      if (converted == null) {
        throw new TypeConversionException("'" + part + "' is nothing");
      }
    }
  }
}
