package org.tributary.clusters;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** A server in front of one of S3 that answers some requests with an error, or delays them. */
final class S3Front implements AutoCloseable {
  private static final Set<String> OWN_HEADERS =
      Set.of("connection", "content-length", "transfer-encoding", "expect");
  private static final int UNAVAILABLE = 503;
  private static final int NO_BODY = -1;

  /** What happens to a request. */
  enum Fault {
    /** It is passed on. */
    NONE,
    /** It is answered with 503 and not passed on. */
    SLOW_DOWN,
    /** It is passed on, but its answer is replaced by 503: the client cannot know that it was. */
    LOST_ANSWER
  }

  /** Decides about a request. */
  interface Faults {
    /**
     * Returns the fault of a request.
     *
     * @param number the number of the request of this server, from 1
     */
    Fault of(String method, URI uri, int number);
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient client = HttpClient.newBuilder().build();
  private final int behind;
  private final Faults faults;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicInteger conditions = new AtomicInteger();

  private S3Front(HttpServer server, int behind, Faults faults) {
    this.server = server;
    this.behind = behind;
    this.faults = faults;
  }

  /**
   * Starts a server.
   *
   * @param behind the port of the server of S3
   */
  static S3Front start(int behind, Faults faults) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    S3Front front = new S3Front(server, behind, faults);
    server.setExecutor(front.threads);
    server.createContext("/", front::handle);
    server.start();
    return front;
  }

  /** Fails every request whose number is a multiple of one that is given. */
  static Faults every(int count) {
    return (method, uri, number) -> number % count == 0 ? Fault.SLOW_DOWN : Fault.NONE;
  }

  /** Loses the answer to the first of each pair of equal uploads to a path of this pattern. */
  static Faults lostAnswersOf(String path) {
    Pattern pattern = Pattern.compile(path);
    AtomicInteger matching = new AtomicInteger();
    return (method, uri, number) ->
        method.equals("PUT")
                && pattern.matcher(uri.getPath()).find()
                && matching.getAndIncrement() % 2 == 0
            ? Fault.LOST_ANSWER
            : Fault.NONE;
  }

  /**
   * Runs something before an upload to a path of this pattern: the first of them, or a later one.
   */
  static Faults beforeUpload(int which, String path, Runnable work) {
    Pattern pattern = Pattern.compile(path);
    AtomicInteger matching = new AtomicInteger();
    return (method, uri, number) -> {
      if (method.equals("PUT")
          && pattern.matcher(uri.getPath()).find()
          && matching.incrementAndGet() == which) {
        work.run();
      }
      return Fault.NONE;
    };
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Returns how many requests were answered with an error. */
  int failed() {
    return failed.get();
  }

  /** Returns how many uploads had a condition. */
  int conditions() {
    return conditions.get();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Fault fault =
          faults.of(
              exchange.getRequestMethod(), exchange.getRequestURI(), requests.incrementAndGet());
      byte[] body = exchange.getRequestBody().readAllBytes();
      switch (fault) {
        case NONE -> answer(exchange, passOnInTurn(exchange, body));
        case SLOW_DOWN -> refuse(exchange);
        case LOST_ANSWER -> {
          passOnInTurn(exchange, body);
          refuse(exchange);
        }
      }
    }
  }

  /**
   * Passes a request on; those with a condition one at a time. S3 checks a condition and stores the
   * object in one step, but the server that is used here takes two.
   */
  private HttpResponse<byte[]> passOnInTurn(HttpExchange exchange, byte[] body) throws IOException {
    boolean conditional =
        exchange.getRequestMethod().equals("PUT")
            && (exchange.getRequestHeaders().containsKey("If-Match")
                || exchange.getRequestHeaders().containsKey("If-None-Match"));
    if (!conditional) {
      return passOn(exchange, body);
    }
    synchronized (this) {
      conditions.incrementAndGet();
      return passOn(exchange, body);
    }
  }

  private HttpResponse<byte[]> passOn(HttpExchange exchange, byte[] body) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + behind + exchange.getRequestURI().toASCIIString()))
            .version(HttpClient.Version.HTTP_1_1)
            .method(
                exchange.getRequestMethod(),
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    // The signature is over the headers that came, the host among them.
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!OWN_HEADERS.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static void answer(HttpExchange exchange, HttpResponse<byte[]> response)
      throws IOException {
    response
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              boolean own = OWN_HEADERS.contains(name) && !isLengthOfHead(exchange, name);
              if (!own) {
                exchange.getResponseHeaders().put(name, values);
              }
            });
    byte[] body = response.body();
    exchange.sendResponseHeaders(response.statusCode(), body.length == 0 ? NO_BODY : body.length);
    if (body.length > 0) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }

  private static boolean isLengthOfHead(HttpExchange exchange, String header) {
    return exchange.getRequestMethod().equals("HEAD") && header.equals("content-length");
  }

  private void refuse(HttpExchange exchange) throws IOException {
    failed.incrementAndGet();
    byte[] body =
        "<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>"
            .getBytes(StandardCharsets.UTF_8);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.getResponseHeaders().put("Content-Type", java.util.List.of("application/xml"));
    exchange.sendResponseHeaders(UNAVAILABLE, head ? NO_BODY : body.length);
    if (!head) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
