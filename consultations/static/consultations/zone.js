// Shows the open times in the visitor's own zone, where the address does not name one yet.
const form = document.querySelector("form[data-guess-zone]");
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (form && zone && zone !== form.elements.zone.value) {
  const address = new URL(location.href);
  address.searchParams.set("zone", zone);
  location.replace(address);
}
