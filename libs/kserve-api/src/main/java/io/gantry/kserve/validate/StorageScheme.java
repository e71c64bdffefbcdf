package io.gantry.kserve.validate;

import java.util.List;
import java.util.regex.Pattern;

/// Which storage URIs KServe's controller takes.
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

    private static final Pattern SCHEME = Pattern.compile("^[\\w+.-]+://.*", Pattern.DOTALL);

    private StorageScheme() {}

    /// Whether the URI has one of KServe's schemes or is a path. Azure's blob URIs are https.
    public static boolean supported(String uri) {
        return !SCHEME.matcher(uri).matches() || PREFIXES.stream().anyMatch(uri::startsWith);
    }

    static String listed() {
        return String.join(", ", PREFIXES);
    }
}
