#!/usr/bin/env bash
# Builds the images of docker/compose.yaml without any image registry, from files of this Debian
# machine and jars of Maven: flowstan/{generator,broker,registry,prometheus}:local. For machines
# that reach no registry, and to run the tests on containers. Grafana is in no Debian package.
#   docker/local/build.sh [generator|broker|registry|prometheus]...     (default: all)
# Wants the program packaged (mvn -Dquick=true -DskipTests package), a JDK with jmods, and Debian's
# packages docker.io, busybox-static and, for the last, prometheus.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
root="$(cd "$here/../.." && pwd -P)"
export DOCKER_BUILDKIT=1
JAVA_HOME="${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")}"
export JAVA_HOME
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

say() { echo "build.sh: $*" >&2; }

need() {
  compgen -G "$1" >/dev/null || {
    say "$1 is missing: $2"
    exit 1
  }
}

# Copies the files $2... and the shared libraries that they want below $1.
with_libraries() {
  local to="$1" file library
  shift
  for file in "$@"; do
    while read -r library; do
      case "$library" in "$work"/*) continue ;; esac # the JRE's own
      mkdir -p "$to$(dirname "$library")"
      cp -nL "$library" "$to$library"
    done < <(ldd "$file" 2>/dev/null | grep -o '/[^ ]*' || true)
  done
}

# What a slim image of a distribution has: a shell, its tools, the C and C++ runtime.
base() {
  local to="$work/base" tool
  need /bin/busybox "install Debian's busybox-static"
  mkdir -p "$to"/{bin,usr/bin,etc,tmp,root,var/lib,lib/x86_64-linux-gnu}
  chmod 1777 "$to/tmp"
  cp /bin/busybox "$to/bin/busybox"
  for tool in sh cat chmod cp df env grep id ls mkdir ps sed sleep tail tar test touch uname wget; do
    ln -s busybox "$to/bin/$tool"
  done
  cp "$(readlink -f /bin/bash)" "$to/bin/bash"
  "$root/docker/jlink.sh" "$work/java"
  # older names of parts of the C library, which natives in jars still ask for
  cp -L /lib/x86_64-linux-gnu/lib{dl.so.2,pthread.so.0,rt.so.1,m.so.6,util.so.1,resolv.so.2,nss_dns.so.2,nss_files.so.2} \
    "$to/lib/x86_64-linux-gnu/"
  local cxx
  cxx="$(ldconfig -p | grep -o '/.*libstdc++\.so\.6$' | head -1)"
  mkdir -p "$to$(dirname "$cxx")"
  cp -L "$cxx" "$to$cxx"
  # shellcheck disable=SC2046 # none of these names has a space
  with_libraries "$to" /bin/bash "$cxx" "$work"/java/bin/java $(find "$work/java/lib" -name '*.so')
  printf 'root:x:0:0:root:/root:/bin/sh\nflowstan:x:10001:10001::/tmp:/bin/sh\n' >"$to/etc/passwd"
  printf 'root:x:0:\nflowstan:x:10001:\n' >"$to/etc/group"
  printf 'hosts: files dns\n' >"$to/etc/nsswitch.conf"
  # Debian keeps the certificates of authorities outside its JDK
  rm -f "$work/java/lib/security/cacerts"
  cp -L "$JAVA_HOME/lib/security/cacerts" "$work/java/lib/security/cacerts"
  image base "$to" <<'DOCKERFILE'
FROM scratch
COPY . /
ENV PATH=/opt/java/bin:/usr/bin:/bin
DOCKERFILE
}

# Builds flowstan/$1:local from the folder $2 and the Dockerfile on stdin.
image() {
  docker build -q -t "flowstan/$1:local" -f - "$2" >/dev/null
  say "flowstan/$1:local $(docker image inspect -f '{{.Size}}' "flowstan/$1:local") bytes"
}

generator() {
  local to="$work/program"
  need "$root/generator-service/target/generator-service-*.jar" "mvn -Dquick=true -DskipTests package"
  mkdir -p "$to"/opt/flowstan/{lib,plugins} "$to/var/lib/flowstan"
  cp "$root"/generator-service/target/lib/*.jar "$root"/generator-service/target/generator-service-*.jar \
    "$to/opt/flowstan/lib/"
  cp "$root/docker/healthcheck.sh" "$to/opt/flowstan/"
  cp -r "$work/java" "$to/opt/java"
  image program "$to" <<'DOCKERFILE'
FROM scratch
COPY . /
DOCKERFILE
  docker build -q -t flowstan/generator:local -f "$root/docker/Dockerfile" \
    --build-arg BUILD_IMAGE=flowstan/base:local --build-arg PROGRAM=flowstan/program:local \
    --build-arg RUNTIME_IMAGE=flowstan/base:local "$root" >/dev/null
  say "flowstan/generator:local $(docker image inspect -f '{{.Size}}' flowstan/generator:local) bytes"
}

# As the project's image does it: KAFKA_A_B is the setting a.b, the folder is formatted at the start.
broker() {
  local to="$work/broker"
  need "$root/generator-service/target/lib/kafka_2.13-*.jar" "mvn -Dquick=true -DskipTests package"
  mkdir -p "$to"/opt/kafka/{lib,config} "$to/etc/kafka/docker" "$to/mnt/shared/config" \
    "$to/var/lib/kafka/data" "$to/opt/java"
  cp -r "$work/java/." "$to/opt/java"
  cp "$root"/generator-service/target/lib/*.jar "$to/opt/kafka/lib/"
  rm -f "$to"/opt/kafka/lib/onnxruntime* "$to"/opt/kafka/lib/{flow-core,cli,schemas}-*
  cp "$here/broker.properties" "$to/etc/kafka/docker/server.properties"
  cp "$here/broker-log4j2.yaml" "$to/etc/kafka/docker/log4j2.yaml"
  cp "$here/broker-log4j2.yaml" "$to/etc/kafka/docker/tools-log4j2.yaml"
  cp "$here/broker.sh" "$to/etc/kafka/docker/run"
  image broker "$to" <<'DOCKERFILE'
FROM flowstan/base:local
COPY --chown=10001:10001 . /
USER 10001:10001
EXPOSE 9092
CMD ["/etc/kafka/docker/run"]
DOCKERFILE
}

registry() {
  local to="$work/registry" archive
  archive="$HOME/.m2/repository/io/apicurio/apicurio-registry-app"
  archive="$(find "$archive" -name '*-all.tar.gz' 2>/dev/null | tail -1)"
  [ -n "$archive" ] || {
    say "no archive of Apicurio in ~/.m2: 'mvn process-test-resources' in $root fetches it"
    exit 1
  }
  mkdir -p "$to/opt"/{registry,java}
  tar -xzf "$archive" -C "$to/opt/registry"
  FURTHER_MODULES=java.prefs,java.sql.rowset,java.transaction.xa,jdk.jdwp.agent,jdk.net \
    "$root/docker/jlink.sh" "$work/java-registry"
  cp -r "$work/java-registry/." "$to/opt/java"
  # shellcheck disable=SC2046 # none of these names has a space
  with_libraries "$to" $(find "$to/opt/java/lib" -name '*.so')
  image registry "$to" <<'DOCKERFILE'
FROM flowstan/base:local
COPY . /
USER 10001:10001
EXPOSE 8080
CMD ["bash", "-c", "exec java -Xmx512m -cp '/opt/registry/*' -jar /opt/registry/*-runner.jar"]
DOCKERFILE
}

prometheus() {
  local to="$work/prometheus"
  need /usr/bin/prometheus "install Debian's prometheus"
  mkdir -p "$to"/{usr/bin,prometheus}
  cp /usr/bin/prometheus /usr/bin/promtool "$to/usr/bin/"
  with_libraries "$to" /usr/bin/prometheus
  image prometheus "$to" <<'DOCKERFILE'
FROM flowstan/base:local
COPY --chown=10001:10001 . /
USER 10001:10001
EXPOSE 9090
VOLUME /prometheus
ENTRYPOINT ["prometheus"]
CMD ["--config.file=/etc/prometheus/prometheus.yml", "--storage.tsdb.path=/prometheus"]
DOCKERFILE
}

[ $# -gt 0 ] || set -- generator broker registry prometheus
base
for name in "$@"; do
  case "$name" in
    generator | broker | registry | prometheus) "$name" ;;
    *) say "'$name': expected generator, broker, registry or prometheus" && exit 2 ;;
  esac
done
