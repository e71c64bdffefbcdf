package io.gantry.kserve.schema;

import java.util.List;
import java.util.function.UnaryOperator;

/// A version of a resource type.
///
/// @param name such as `v1beta1`
/// @param served whether clients may use it
/// @param storage whether it is the version that is stored
/// @param statusSubresource whether `/status` is written apart
/// @param columns what a table shows besides the name
/// @param schema what objects of the version look like
public record TypeVersion(
        String name,
        boolean served,
        boolean storage,
        boolean statusSubresource,
        List<PrinterColumn> columns,
        Schema schema) {

    public TypeVersion {
        columns = List.copyOf(columns);
    }

    TypeVersion withSchema(UnaryOperator<Schema> change) {
        return new TypeVersion(
                name, served, storage, statusSubresource, columns, change.apply(schema));
    }
}
