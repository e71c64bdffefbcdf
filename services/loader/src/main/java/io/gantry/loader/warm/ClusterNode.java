package io.gantry.loader.warm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A node as the cluster knows it that its loader runs in: its labels, and how many of each device
/// its kubelet offers. Asked for by the service account of the loader's pod.
final class ClusterNode {

    private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String CPU = "cpu";

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http;
    private final URI node;
    private final Path account;

    /// @param api the API server
    /// @param account where the token is and, for https, the certificate of whoever signs the API
    ///   server's
    ClusterNode(URI api, Path account, String node) throws IOException {
        this.account = account;
        this.node = api.resolve("/api/v1/nodes/" + node);
        HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(PATIENCE);
        this.http =
                (api.getScheme().equals("https") ? client.sslContext(trust(account)) : client)
                        .build();
    }

    /// By the account of the loader's pod.
    ///
    /// @throws IllegalStateException outside of a cluster
    static ClusterNode of(URI api, String node) {
        if (!Files.isReadable(ACCOUNT.resolve("token"))) {
            throw new IllegalStateException(
                    "gantry.loader.warm.cluster wants a pod with a service account's token; outside of a cluster set gantry.loader.warm.labels and gantry.loader.warm.resources");
        }
        try {
            return new ClusterNode(api, ACCOUNT, node);
        } catch (IOException e) {
            throw new IllegalStateException("The cluster's certificate cannot be read", e);
        }
    }

    /// @throws IOException when the cluster does not tell, with what to do about it
    Description read() throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(node)
                        .timeout(PATIENCE)
                        .header("Accept", "application/json")
                        // It is renewed from time to time.
                        .header(
                                "Authorization",
                                "Bearer " + Files.readString(account.resolve("token")).strip())
                        .build();
        HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
        return switch (answer.statusCode()) {
            case 200 -> description(json.readTree(answer.body()));
            case 401, 403 ->
                    throw new IOException(
                            "the loader's service account may not read %s (%d): give it the verb get of nodes, or leave gantry.loader.warm.cluster empty"
                                    .formatted(node.getPath(), answer.statusCode()));
            case 404 ->
                    throw new IOException(
                            "the cluster has no node at %s: gantry.loader.node has to be the node's name"
                                    .formatted(node.getPath()));
            default ->
                    throw new IOException(
                            "%s answered %d".formatted(node.getPath(), answer.statusCode()));
        };
    }

    private static Description description(JsonNode node) {
        Map<String, String> labels = new HashMap<>();
        node.at("/metadata/labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        Map<String, Long> resources = new HashMap<>();
        node.at("/status/allocatable")
                .properties()
                .forEach(each -> {
                    String count = each.getValue().asText();
                    // Devices have a vendor's name, and are counted in whole numbers. One node has
                    // none, which is other than that nobody has said.
                    if (each.getKey().contains("/") && count.matches("\\d{1,18}")) {
                        resources.put(each.getKey(), Long.parseLong(count));
                    }
                });
        resources.putIfAbsent(CPU, 1L);
        return new Description(labels, resources);
    }

    private static SSLContext trust(Path account) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            byte[] pem = Files.readAllBytes(account.resolve("ca.crt"));
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(pem))) {
                store.setCertificateEntry("ca-" + store.size(), certificate);
            }
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("No certificate in " + account.resolve("ca.crt"), e);
        }
    }
}
