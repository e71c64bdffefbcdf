package io.gantry.kube.render;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kube.render.ClusterLookup.SecretView;
import java.util.List;
import java.util.Set;

/// What each kind of secret means to the container that downloads; a secret's kind is known by the
/// names of its keys, as in KServe.
final class SecretKinds {
    private static final String GOOGLE_KEY = "gcloud-application-credentials.json";
    private static final String GOOGLE_VOLUME = "user-gcp-sa";
    private static final String GOOGLE_DIRECTORY = "/var/secrets/";
    private static final String HDFS_KEY = "HDFS_NAMENODE";
    private static final String HDFS_VOLUME = "hdfs-secrets";
    private static final String HDFS_DIRECTORY = "/var/secrets/kserve-hdfscreds";
    private static final String WEB_KEY = "https-host";

    /// Old names of Azure's keys begin differently.
    private static final String AZURE = "AZURE_";

    private static final String AZURE_LEGACY = "AZ_";
    private static final List<String> AZURE_KEYS =
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
                    "STORAGE_SAS_TOKEN",
                    "STORAGE_CONNECTION_STRING");

    /// Keys that are variables of the same name.
    private static final List<String> PLAIN =
            List.of(
                    "HF_TOKEN",
                    ".dockerconfigjson",
                    "AWS_SESSION_TOKEN",
                    "GIT_USERNAME",
                    "GIT_PASSWORD",
                    "GIT_TOKEN");

    private SecretKinds() {}

    static void add(PodDraft pod, ObjectNode container, String name, SecretView secret) {
        Set<String> keys = secret.keys();
        s3(container, name, secret);
        azure(container, name, keys);
        for (String key : PLAIN) {
            if (keys.contains(key)) {
                PodDraft.variable(container, Credentials.reference(key, name, key));
            }
        }
        if (keys.contains(GOOGLE_KEY)) {
            file(
                    pod,
                    container,
                    name,
                    new PodDraft.Mount(GOOGLE_VOLUME, GOOGLE_DIRECTORY, "", true));
            PodDraft.variable(
                    container, "GOOGLE_APPLICATION_CREDENTIALS", GOOGLE_DIRECTORY + GOOGLE_KEY);
        }
        if (keys.contains(HDFS_KEY)) {
            file(pod, container, name, new PodDraft.Mount(HDFS_VOLUME, HDFS_DIRECTORY, "", true));
        }
        if (keys.contains(WEB_KEY) && keys.contains("headers")) {
            web(container, name);
        }
    }

    private static void s3(ObjectNode container, String name, SecretView secret) {
        either(container, name, secret.keys(), "AWS_ACCESS_KEY_ID", "awsAccessKeyID");
        either(container, name, secret.keys(), "AWS_SECRET_ACCESS_KEY", "awsSecretAccessKey");
        S3Settings.add(container, secret.annotations());
    }

    private static void azure(ObjectNode container, String name, Set<String> keys) {
        AZURE_KEYS.forEach(key -> either(container, name, keys, AZURE + key, AZURE_LEGACY + key));
    }

    /// A variable that is under its own name or under another.
    private static void either(
            ObjectNode container, String secret, Set<String> keys, String variable, String other) {
        String key = keys.contains(variable) ? variable : other;
        if (keys.contains(key)) {
            PodDraft.variable(container, Credentials.reference(variable, secret, key));
        }
    }

    /// KServe makes a variable whose name is the host, which is a value of the secret; here both
    /// the host and its headers stay in the secret, and the loader puts them together.
    private static void web(ObjectNode container, String name) {
        int number = 0;
        while (has(container, "GANTRY_HTTPS_HOST_" + number)) {
            number++;
        }
        PodDraft.variable(
                container, Credentials.reference("GANTRY_HTTPS_HOST_" + number, name, WEB_KEY));
        PodDraft.variable(
                container,
                Credentials.reference("GANTRY_HTTPS_HEADERS_" + number, name, "headers"));
    }

    private static boolean has(ObjectNode container, String variable) {
        return container
                .path("env")
                .valueStream()
                .anyMatch(each -> each.path("name").asText().equals(variable));
    }

    private static void file(
            PodDraft pod, ObjectNode container, String name, PodDraft.Mount mount) {
        pod.volume(
                mount.volume(),
                "secret",
                KServeJson.mapper().createObjectNode().put("secretName", name));
        PodDraft.mount(container, mount);
    }
}
