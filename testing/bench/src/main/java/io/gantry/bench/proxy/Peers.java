package io.gantry.bench.proxy;

import io.gantry.bench.OnPath;
import io.gantry.cli.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// nginx and HAProxy, each with one thread and the settings that its handbook gives for keeping
/// connections to the backend.
final class Peers {

    private static final int CONNECTIONS = 8192;

    private Peers() {}

    /// An nginx that answers every request with a few numbers.
    static Target backend(Path directory, int port, int streams) throws IOException {
        String server =
                """
                server {
                  listen 127.0.0.1:%d;
                  keepalive_requests 100000000;
                  location / {
                    default_type application/json;
                    return 200 '{"predictions": [[0.25, 0.75], [0.5, 0.5]]}';
                  }
                }
                """
                        .formatted(port);
        Path configuration = nginx(directory.resolve("backend"), server);
        Process process =
                Target.run(
                        Cores.others(nginxCommand(configuration)),
                        directory.resolve("backend.log"));
        return new Target("backend", port, streams, process);
    }

    /// @param backend what it stands before
    static Target nginx(Path directory, Target backend, int port) throws IOException {
        String servers =
                server(port, "small", backend.small())
                        + server(port + 1, "streams", backend.streams());
        Path configuration = nginx(directory.resolve("nginx"), servers);
        return new Target(
                "nginx",
                port,
                port + 1,
                Target.start(nginxCommand(configuration), directory.resolve("nginx.log")));
    }

    private static String server(int port, String name, int backend) {
        return """
        upstream %s { server 127.0.0.1:%d; keepalive 2048; keepalive_requests 100000000; }
        server {
          listen 127.0.0.1:%d;
          keepalive_requests 100000000;
          location / {
            proxy_pass http://%s;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_buffering off;
          }
        }
        """
                .formatted(name, backend, port, name);
    }

    private static Path nginx(Path directory, String servers) throws IOException {
        Files.createDirectories(directory);
        Path configuration = directory.resolve("nginx.conf");
        Files.writeString(
                configuration,
                """
                daemon off;
                worker_processes 1;
                pid %1$s/pid;
                error_log stderr;
                events { worker_connections %2$d; }
                http {
                  access_log off;
                  client_body_temp_path %1$s/body;
                  proxy_temp_path %1$s/proxy;
                  fastcgi_temp_path %1$s/fastcgi;
                  uwsgi_temp_path %1$s/uwsgi;
                  scgi_temp_path %1$s/scgi;
                  %3$s
                }
                """
                        .formatted(directory, CONNECTIONS, servers));
        return configuration;
    }

    private static List<String> nginxCommand(Path configuration) {
        return List.of(program("nginx"), "-c", configuration.toString());
    }

    /// @param backend what it stands before
    static Target haproxy(Path directory, Target backend, int port) throws IOException {
        Path configuration = directory.resolve("haproxy.cfg");
        Files.writeString(
                configuration,
                """
                global
                  maxconn %1$d
                  nbthread 1
                defaults
                  mode http
                  timeout connect 2s
                  timeout client 60s
                  timeout server 60s
                  http-reuse always
                  option forwardfor
                  option http-no-delay
                frontend small
                  bind 127.0.0.1:%2$d
                  default_backend small
                backend small
                  server one 127.0.0.1:%4$d
                frontend streams
                  bind 127.0.0.1:%3$d
                  default_backend streams
                backend streams
                  server one 127.0.0.1:%5$d
                """
                        .formatted(
                                CONNECTIONS, port, port + 1, backend.small(), backend.streams()));
        return new Target(
                "HAProxy",
                port,
                port + 1,
                Target.start(
                        List.of(program("haproxy"), "-db", "-f", configuration.toString()),
                        directory.resolve("haproxy.log")));
    }

    static String program(String name) {
        return OnPath.find(name)
                .map(Path::toString)
                .orElseThrow(() ->
                        CliException.failed(
                                "%s is not on the PATH; install it (Debian: apt install haproxy nginx-light nghttp2-client)"
                                        .formatted(name)));
    }
}
