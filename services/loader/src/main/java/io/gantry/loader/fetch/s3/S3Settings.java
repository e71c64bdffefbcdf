package io.gantry.loader.fetch.s3;

import io.gantry.loader.LoaderConfig;
import io.gantry.loader.fetch.Credentials;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Which S3 is asked, and as whom: what the artifact's credentials say by KServe's names
/// (`pkg/credentials/s3` and `kserve_storage.py`), and for the rest the loader's configuration.
///
/// @param identity who asks
/// @param pathStyle whether the bucket goes into the path rather than into the host name
/// @param verify whether the server's certificate is looked at
record S3Settings(
        Optional<URI> endpoint,
        String region,
        Identity identity,
        boolean pathStyle,
        boolean accelerate,
        boolean verify) {

    /// As whom to ask.
    sealed interface Identity {

        /// Whoever the SDK's default chain finds: environment, profile, web identity, instance.
        record Found() implements Identity {}

        /// Nobody; requests are not signed.
        record Anonymous() implements Identity {}

        /// The holder of keys.
        record Keys(String accessKey, String secretKey, Optional<String> sessionToken)
                implements Identity {

            @Override
            public String toString() {
                return "Keys[accessKey=" + accessKey + "]";
            }
        }

        /// A role that is taken on with a token which the cluster writes into a file.
        record Role(String arn, String tokenFile) implements Identity {}
    }

    /// @throws IllegalArgumentException when the endpoint is no URL; the message names it
    static S3Settings of(LoaderConfig.S3 config, Credentials given) {
        Optional<URI> endpoint = endpoint(given).or(config::endpoint);
        return new S3Settings(
                endpoint,
                given.get("AWS_DEFAULT_REGION")
                        .or(() -> given.get("AWS_REGION"))
                        .orElseGet(config::region),
                identity(config, given),
                pathStyle(config, given),
                isTrue(given, "S3_USE_ACCELERATE") && endpoint.isEmpty(),
                !isFalse(given, "S3_VERIFY_SSL"));
    }

    /// Whether nothing is encrypted on its way.
    boolean plain() {
        return endpoint.map(URI::getScheme).filter("http"::equalsIgnoreCase).isPresent();
    }

    /// Whom failures name.
    String peer() {
        return endpoint.map(URI::getAuthority).orElse("Amazon S3");
    }

    private static Optional<URI> endpoint(Credentials given) {
        return given.get("AWS_ENDPOINT_URL_S3")
                .or(() -> given.get("AWS_ENDPOINT_URL"))
                .or(() ->
                        given.get("S3_ENDPOINT")
                                .map(host -> host.contains("://") ? host : scheme(given) + host))
                .map(S3Settings::url);
    }

    private static String scheme(Credentials given) {
        return isFalse(given, "S3_USE_HTTPS") ? "http://" : "https://";
    }

    private static URI url(String text) {
        URI url;
        try {
            url = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the S3 endpoint '%s' is no URL".formatted(text), e);
        }
        if (url.getHost() == null || !String.valueOf(url.getScheme()).matches("https?")) {
            throw new IllegalArgumentException(
                    "the S3 endpoint '%s' is no http or https URL with a host".formatted(text));
        }
        return url;
    }

    private static Identity identity(LoaderConfig.S3 config, Credentials given) {
        if (isTrue(given, "awsAnonymousCredential")) {
            return new Identity.Anonymous();
        }
        Optional<String> accessKey = given.get("AWS_ACCESS_KEY_ID");
        Optional<String> secretKey = given.get("AWS_SECRET_ACCESS_KEY");
        if (accessKey.isPresent() && secretKey.isPresent()) {
            return new Identity.Keys(
                    accessKey.get(), secretKey.get(), given.get("AWS_SESSION_TOKEN"));
        }
        Optional<String> role = given.get("AWS_ROLE_ARN");
        Optional<String> token = given.get("AWS_WEB_IDENTITY_TOKEN_FILE");
        return role.isPresent() && token.isPresent()
                ? new Identity.Role(role.get(), readable(token.get()))
                : identity(config);
    }

    private static String readable(String tokenFile) {
        if (!Files.isReadable(Path.of(tokenFile))) {
            throw new IllegalArgumentException(
                    "the file of AWS_WEB_IDENTITY_TOKEN_FILE, '%s', cannot be read"
                            .formatted(tokenFile));
        }
        return tokenFile;
    }

    private static Identity identity(LoaderConfig.S3 config) {
        if (config.anonymous()) {
            return new Identity.Anonymous();
        }
        return config.accessKey().isPresent() && config.secretKey().isPresent()
                ? new Identity.Keys(
                        config.accessKey().get(), config.secretKey().get(), Optional.empty())
                : new Identity.Found();
    }

    /// KServe misspells one of the two names, and its users write both.
    private static boolean pathStyle(LoaderConfig.S3 config, Credentials given) {
        return config.pathStyle()
                && !isTrue(given, "S3_USER_VIRTUAL_BUCKET")
                && !isTrue(given, "S3_USE_VIRTUAL_BUCKET");
    }

    private static boolean isTrue(Credentials given, String name) {
        return given.get(name)
                .filter(value -> value.equalsIgnoreCase("true") || value.equals("1"))
                .isPresent();
    }

    private static boolean isFalse(Credentials given, String name) {
        return given.get(name)
                .filter(value -> value.equalsIgnoreCase("false") || value.equals("0"))
                .isPresent();
    }
}
