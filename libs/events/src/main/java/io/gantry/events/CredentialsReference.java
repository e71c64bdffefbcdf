package io.gantry.events;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Whose secrets open a model's storage: names only, as KServe looks for them
/// (`pkg/credentials/service_account_credentials.go`).
///
/// @param namespace that the secrets are in
/// @param serviceAccount all of whose secrets are tried
/// @param secret the one to use instead of the service account's; null for those
/// @param storageKey key of the secret `storage-config`; null when the model's place is a URI
/// @param parameters what the spec says instead of that key's settings; null for none
public record CredentialsReference(
        String namespace,
        String serviceAccount,
        @Nullable String secret,
        @Nullable String storageKey,
        @Nullable Map<String, String> parameters) {

    /// The service account of pods that name none.
    public static final String DEFAULT_SERVICE_ACCOUNT = "default";

    public CredentialsReference {
        parameters = parameters == null ? null : Map.copyOf(parameters);
    }

    /// The same text for the same reference, whatever the order of its parameters.
    String identity() {
        return String.join(
                "\n",
                namespace,
                serviceAccount,
                String.valueOf(secret),
                String.valueOf(storageKey),
                parameters == null ? "" : new TreeMap<>(parameters).toString());
    }
}
