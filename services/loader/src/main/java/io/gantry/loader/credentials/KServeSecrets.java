package io.gantry.loader.credentials;

import io.gantry.loader.fetch.Credentials;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What KServe's storage initializer would be given of secrets, by the same names: each secret is
/// known by one of its keys, and settings of S3 come from its annotations (`pkg/credentials`).
final class KServeSecrets {

    private static final String ANNOTATIONS = "serving.kserve.io/";

    private static final List<String> AZURE =
            List.of(
                    "SUBSCRIPTION_ID",
                    "TENANT_ID",
                    "CLIENT_ID",
                    "CLIENT_SECRET",
                    "STORAGE_ACCESS_KEY",
                    "ACCESS_TOKEN",
                    "ACCESS_EXPIRES_ON_SECONDS",
                    "ACCOUNT_NAME",
                    "SERVICE_URL",
                    // Not KServe's: the other two ways in that Azure has.
                    "STORAGE_SAS_TOKEN",
                    "STORAGE_CONNECTION_STRING");

    /// Keys that mean the same in every secret.
    private static final List<String> PLAIN =
            List.of(
                    "gcloud-application-credentials.json",
                    "HF_TOKEN",
                    ".dockerconfigjson",
                    "AWS_SESSION_TOKEN",
                    "GIT_USERNAME",
                    "GIT_PASSWORD",
                    "GIT_TOKEN");

    private static final Map<String, String> S3_SETTINGS =
            Map.of(
                    "s3-region", "AWS_DEFAULT_REGION",
                    "s3-verifyssl", "S3_VERIFY_SSL",
                    "s3-usevirtualbucket", "S3_USER_VIRTUAL_BUCKET",
                    "s3-useaccelerate", "S3_USE_ACCELERATE",
                    "s3-useanoncredential", "awsAnonymousCredential");

    private KServeSecrets() {}

    /// Of several secrets with one name the last counts.
    static Credentials credentials(List<Secret> secrets) {
        Map<String, String> values = new HashMap<>();
        secrets.forEach(secret -> add(secret, values));
        return new Credentials(values);
    }

    private static void add(Secret secret, Map<String, String> values) {
        s3(secret, values);
        AZURE.forEach(name -> {
            put(values, "AZURE_" + name, secret.value("AZ_" + name));
            put(values, "AZURE_" + name, secret.value("AZURE_" + name));
        });
        PLAIN.forEach(name -> put(values, name, secret.value(name)));
        if (secret.has("https-host")) {
            put(values, secret.value("https-host") + "-headers", secret.value("headers"));
        }
    }

    private static void s3(Secret secret, Map<String, String> values) {
        put(values, "AWS_ACCESS_KEY_ID", secret.value("awsAccessKeyID"));
        put(values, "AWS_ACCESS_KEY_ID", secret.value("AWS_ACCESS_KEY_ID"));
        put(values, "AWS_SECRET_ACCESS_KEY", secret.value("awsSecretAccessKey"));
        put(values, "AWS_SECRET_ACCESS_KEY", secret.value("AWS_SECRET_ACCESS_KEY"));
        Map<String, String> annotations = secret.annotations();
        S3_SETTINGS.forEach((from, to) -> put(values, to, annotations.get(ANNOTATIONS + from)));
        String endpoint = annotations.get(ANNOTATIONS + "s3-endpoint");
        if (endpoint != null) {
            boolean plain = "0".equals(annotations.get(ANNOTATIONS + "s3-usehttps"));
            put(values, "AWS_ENDPOINT_URL", (plain ? "http://" : "https://") + endpoint);
        }
    }

    private static void put(Map<String, String> values, String name, @Nullable String value) {
        if (value != null) {
            values.put(name, value.strip());
        }
    }
}
