#!/bin/sh
# Says how to get a JDK 25 when none can be found where the build looks..
for home in "${JAVA_HOME:-}" $(env | sed -n 's/^JAVA[0-9A-Za-z_]*HOME[0-9A-Za-z_]*=//p') /usr/lib/jvm/* /usr/java/* /opt/java/* \
  "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/* "${HOME:-/nonexistent}"/.m2/jdks/* \
  /Library/Java/JavaVirtualMachines/*/Contents/Home; do
  if [ -x "$home/bin/javac" ] && grep -q '^JAVA_VERSION="25' "$home/release" 2>/dev/null; then exit 0; fi
done
cat >&2 <<'TXT'
[ERROR] Jebi is built with a JDK 25, and none was found. Install one beside the JDK that runs Maven, for example the package
[ERROR] temurin-25-jdk of Eclipse Adoptium (it lands in /usr/lib/jvm, where the build looks by itself), or 'sdk install java 25-tem'
[ERROR] with SDKMAN, and run the same command again. Nothing else needs to be set.
TXT
exit 0 # the toolchain has the last word: it may know a place that this script does not
