package io.gantry.loader.fetch.azure;

import io.gantry.loader.fetch.Credentials;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// As whom Azure is asked.
sealed interface AzureAccess {

    /// A key of the whole account.
    ///
    /// @param key as Azure shows it, in base64
    record SharedKey(String account, String key) implements AzureAccess {
        @Override
        public String toString() {
            return "the access key of " + account;
        }
    }

    /// A shared access signature.
    ///
    /// @param query without a question mark
    record Signature(String query) implements AzureAccess {
        @Override
        public String toString() {
            return "a SAS token";
        }
    }

    /// An application that is registered in Microsoft Entra ID.
    record Application(String tenant, String client, Proof proof) implements AzureAccess {
        @Override
        public String toString() {
            return "the application " + client;
        }
    }

    /// Nobody, for containers that are public.
    record Anonymous() implements AzureAccess {
        @Override
        public String toString() {
            return "nobody";
        }
    }

    /// How an application shows who it is.
    sealed interface Proof {

        record Secret(String value) implements Proof {
            @Override
            public String toString() {
                return "a secret";
            }
        }

        /// A file in which Kubernetes keeps a token that Entra trusts.
        record Federated(Path file) implements Proof {}
    }

    /// What these names say, in the order in which KServe asks them; empty when they say nothing.
    ///
    /// @param account whose key it is when no name tells
    static Optional<AzureAccess> of(Credentials named, String account) {
        return application(named)
                .or(() ->
                        named.get("AZURE_STORAGE_ACCESS_KEY")
                                .map(key -> new SharedKey(account, key)))
                .or(() -> named.get("AZURE_STORAGE_SAS_TOKEN").map(AzureAccess::signature))
                .or(() ->
                        named.get("AZURE_STORAGE_CONNECTION_STRING")
                                .flatMap(text -> ofConnection(connection(text), account)));
    }

    static AzureAccess signature(String token) {
        return new Signature(token.startsWith("?") ? token.substring(1) : token);
    }

    /// The parts of a connection string, by their names in lower case.
    static Map<String, String> connection(String text) {
        Map<String, String> parts = new HashMap<>();
        for (String part : text.split(";", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parts.put(
                        part.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                        part.substring(equals + 1).strip());
            }
        }
        return parts;
    }

    /// The endpoint and the account that these names lead to, for URIs that name neither.
    static Optional<URI> endpoint(Credentials named) {
        Map<String, String> connection =
                named.get("AZURE_STORAGE_CONNECTION_STRING")
                        .map(AzureAccess::connection)
                        .orElse(Map.of());
        return named.get("AZURE_SERVICE_URL")
                .or(() -> Optional.ofNullable(connection.get("blobendpoint")))
                .or(() ->
                        named.get("AZURE_ACCOUNT_NAME")
                                .or(() -> Optional.ofNullable(connection.get("accountname")))
                                .map(account ->
                                        "https://%s.blob.%s"
                                                .formatted(
                                                        account,
                                                        connection.getOrDefault(
                                                                "endpointsuffix",
                                                                "core.windows.net"))))
                .map(url -> URI.create(url.replaceFirst("/+$", "")));
    }

    private static Optional<AzureAccess> ofConnection(Map<String, String> parts, String account) {
        String key = parts.get("accountkey");
        String sas = parts.get("sharedaccesssignature");
        if (key != null) {
            return Optional.of(new SharedKey(parts.getOrDefault("accountname", account), key));
        }
        return Optional.ofNullable(sas).map(AzureAccess::signature);
    }

    private static Optional<AzureAccess> application(Credentials named) {
        Optional<String> client = either(named, "CLIENT_ID");
        Optional<String> tenant = either(named, "TENANT_ID");
        Optional<String> secret = either(named, "CLIENT_SECRET");
        return client.isPresent() && tenant.isPresent() && secret.isPresent()
                ? Optional.of(
                        new Application(tenant.get(), client.get(), new Proof.Secret(secret.get())))
                : Optional.empty();
    }

    /// KServe's older names go before Azure's own.
    private static Optional<String> either(Credentials named, String name) {
        return named.get("AZ_" + name).or(() -> named.get("AZURE_" + name));
    }
}
