package io.gantry.kserve.validate;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which storage URIs KServe's controller takes, and which Gantry's loader reads besides.
public final class StorageScheme {
    private static final List<String> PREFIXES =
            List.of(
                    "gs://",
                    "s3://",
                    "pvc://",
                    "file://",
                    "https://",
                    "http://",
                    "hdfs://",
                    "webhdfs://",
                    "oci://",
                    "oci+native://",
                    "oci+fetch://",
                    "hf://",
                    "modelscope://");

    /// Read by Gantry's loader; KServe has no initializer for them.
    private static final List<String> OWN = List.of("az://", "abfs://", "abfss://", "git+https://");

    private static final Pattern SCHEME = Pattern.compile("^[\\w+.-]+://.*", Pattern.DOTALL);

    private StorageScheme() {}

    /// Whether the URI has one of KServe's schemes or is a path. Azure's blob URIs are https.
    public static boolean supported(String uri) {
        return !SCHEME.matcher(uri).matches() || PREFIXES.stream().anyMatch(uri::startsWith);
    }

    /// Whether a model may be there: where KServe takes it, or Gantry alone.
    public static boolean readable(String uri) {
        return supported(uri) || OWN.stream().anyMatch(uri::startsWith);
    }

    static String listed() {
        return Stream.concat(PREFIXES.stream(), OWN.stream()).collect(Collectors.joining(", "));
    }
}
