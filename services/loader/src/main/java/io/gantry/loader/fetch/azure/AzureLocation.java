package io.gantry.loader.fetch.azure;

import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.outcome.LoadFailedException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A place in a container.
///
/// @param endpoint of the account, without a slash at its end
/// @param key without slashes at its end; empty for the whole container
/// @param folder true when only what lies below the key is meant
/// @param sas the query of a shared access signature that the URI brings along; null for none
record AzureLocation(
        URI endpoint,
        String account,
        String container,
        String key,
        boolean folder,
        @Nullable String sas) {

    static final String FORMS =
            "https://account.blob.core.windows.net/container/prefix, az://container/prefix or abfss://container@account.dfs.core.windows.net/path";

    /// The domains of Microsoft's clouds: whoever has another could ask for the loader's tokens.
    static final String CLOUDS =
            "(?:core\\.windows\\.net|core\\.chinacloudapi\\.cn|core\\.usgovcloudapi\\.net|core\\.cloudapi\\.de|storage\\.azure\\.net)";

    private static final Pattern HOST =
            Pattern.compile("(?i)([a-z0-9-]+)((?:\\.z\\d+)?\\.)(?:blob|dfs)(\\." + CLOUDS + ")");

    /// Of the forms that name their account.
    static boolean isBlobHost(String host) {
        return HOST.matcher(host).matches();
    }

    /// @param address the URI from its host on
    static AzureLocation ofUrl(StorageUri uri, String scheme, String address)
            throws LoadFailedException {
        int question = address.indexOf('?');
        String sas = question < 0 ? null : address.substring(question + 1);
        String place = question < 0 ? address : address.substring(0, question);
        int slash = place.indexOf('/');
        String host = slash < 0 ? place : place.substring(0, slash);
        Matcher parts = HOST.matcher(host);
        if (!parts.matches()) {
            throw malformed(uri, "'%s' is no host of Azure Blob Storage".formatted(host));
        }
        URI endpoint =
                endpoint(uri, scheme, parts.group(1) + parts.group(2) + "blob" + parts.group(3));
        String path = slash < 0 ? "" : place.substring(slash + 1);
        return of(uri, endpoint, parts.group(1), decoded(uri, path)).signed(sas);
    }

    /// `abfs://container@account.dfs.core.windows.net/path`, which Hadoop and Spark write.
    static AzureLocation ofAbfs(StorageUri uri) throws LoadFailedException {
        int at = uri.rest().indexOf('@');
        if (at <= 0) {
            throw malformed(uri, "it names no container before an @");
        }
        String container = uri.rest().substring(0, at);
        String after = uri.rest().substring(at + 1);
        int slash = after.indexOf('/');
        String host = slash < 0 ? after : after.substring(0, slash);
        String path = slash < 0 ? "" : after.substring(slash);
        // Either scheme: the service itself takes TLS only, unless somebody has allowed otherwise.
        return ofUrl(uri, "https", host + "/" + container + path);
    }

    /// @param path container and key
    static AzureLocation of(StorageUri uri, URI endpoint, String account, String path)
            throws LoadFailedException {
        int slash = path.indexOf('/');
        String container = slash < 0 ? path : path.substring(0, slash);
        if (container.isEmpty()) {
            throw malformed(uri, "it names no container");
        }
        String rest = slash < 0 ? "" : path.substring(slash + 1);
        String key = rest.replaceFirst("/+$", "");
        return new AzureLocation(
                endpoint, account, container, key, key.isEmpty() || rest.endsWith("/"), null);
    }

    AzureLocation signed(@Nullable String query) {
        return new AzureLocation(endpoint, account, container, key, folder, query);
    }

    static String decoded(StorageUri uri, String path) throws LoadFailedException {
        try {
            // A plus is a character of a path.
            return java.net.URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw malformed(uri, "its path is not percent-encoded as it should be");
        }
    }

    /// What the names of all blobs below this place begin with: `a/b` is no prefix of `a/bc`.
    String prefix() {
        return key.isEmpty() ? "" : key + "/";
    }

    /// Path of a blob below this place; empty for the markers that stand for folders.
    Optional<String> relative(String name) {
        if (!name.startsWith(prefix())) {
            return Optional.empty();
        }
        String path = name.substring(prefix().length());
        return path.isEmpty() || path.endsWith("/") ? Optional.empty() : Optional.of(path);
    }

    String fileName() {
        return key.substring(key.lastIndexOf('/') + 1);
    }

    @Override
    public String toString() {
        return endpoint + "/" + container + "/" + key;
    }

    private static URI endpoint(StorageUri uri, String scheme, String host)
            throws LoadFailedException {
        try {
            return URI.create(scheme + "://" + host);
        } catch (IllegalArgumentException e) {
            throw malformed(uri, "'%s' is no host name".formatted(host));
        }
    }

    private static LoadFailedException malformed(StorageUri uri, String found) {
        return LoadFailedException.unsupported(uri.toString(), found, "Write " + FORMS + ".");
    }
}
