package taskgrid.cli.values;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code HOST[:PORT]}. */
public final class AddressValue implements ITypeConverter<Address> {
  @Override
  public Address convert(String text) {
    Address address = Address.parse(text.strip());
    if (address == null) {
      throw new TypeConversionException("'" + text + "' is not HOST or HOST:PORT");
    }
    return address;
  }
}
