package io.gantry.kube.render;

import io.gantry.kserve.combine.ChildNames;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// How objects are called: as KServe calls them, and shortened with a hash where Kubernetes would
/// refuse the length.
public final class Names {
    /// Longest name of a Service and longest value of a label.
    static final int MAX = 63;

    /// Leaves 18 characters for the number of a group and the hash of a StatefulSet.
    private static final int MAX_SET = 45;

    private static final int HASH_DIGITS = 8;
    private static final String LLM = "-kserve";

    private Names() {}

    /// KServe's name of a predictor's Deployment and Service.
    ///
    /// @param variant `predictor.name`; null or empty for none
    public static String predictor(String service, @Nullable String variant) {
        return variant == null || variant.isEmpty()
                ? shortened(service + "-predictor")
                : shortened(service + "-" + variant + "-predictor");
    }

    /// The name of a revision's Deployment where KServe's is taken by another revision.
    ///
    /// @param revision such as `llama-00003`; the service's name is not said twice
    public static String predictorOf(String service, @Nullable String variant, String revision) {
        return shortened(predictor(service, variant) + "-" + number(service, revision));
    }

    public static String transformer(String service) {
        return shortened(service + "-transformer");
    }

    public static String explainer(String service) {
        return shortened(service + "-explainer");
    }

    /// The Deployment of a model's further nodes.
    public static String worker(String deployment) {
        return shortened(deployment + "-worker");
    }

    /// The LeaderWorkerSet in place of the two Deployments of a model on several nodes. Its
    /// controller makes a Service of its name, so it cannot have the predictor's, and StatefulSets,
    /// whose pods bear their name with a hash as a label, so it has to be shorter.
    public static String leaderWorkerSet(String deployment) {
        return group(deployment + "-mn");
    }

    /// A name for a LeaderWorkerSet: short enough for what its controller makes of it.
    public static String group(String name) {
        return shortened(name, MAX_SET);
    }

    /// The headless Service by which the further nodes find the first.
    static String head(String service, String revision) {
        return shortened(service + "-head-" + number(service, revision));
    }

    /// The headless Service of the further nodes.
    static String workers(String service, String revision) {
        return shortened(service + "-workers-" + number(service, revision));
    }

    /// The value of the label `app`, which selects a Deployment's pods.
    public static String app(String deployment) {
        return shortened("isvc." + deployment);
    }

    /// KServe's name of the Deployment of an LLMInferenceService.
    public static String llm(String service) {
        return ChildNames.of(service, LLM);
    }

    /// The name of a revision's Deployment where KServe's is taken by another revision.
    public static String llmOf(String service, String revision) {
        return ChildNames.of(service, LLM + "-" + number(service, revision));
    }

    /// What distinguishes a revision's name from its service's.
    public static String number(String service, String revision) {
        return revision.startsWith(service + "-")
                ? revision.substring(service.length() + 1)
                : revision;
    }

    /// A name, or the value of a label, that Kubernetes takes.
    public static String shortened(String name) {
        return shortened(name, MAX);
    }

    private static String shortened(String name, int max) {
        if (name.length() <= max) {
            return name;
        }
        return name.substring(0, max - HASH_DIGITS - 1) + "-" + hash(name);
    }

    private static String hash(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_DIGITS / 2);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
