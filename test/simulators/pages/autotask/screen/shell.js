// Links of the shell load a page into its frame and change the shell's own address. A link inside the frame is a page
// load of the frame alone: whether the real shell follows it with its address is not known, and here it does not.
const frame = document.querySelector('[data-slot="iframe"] > iframe');

document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('a[data-inner]') : null;
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  history.pushState(null, '', link.getAttribute('href'));
  frame.contentWindow.location.assign(link.dataset.inner || '/Mvc/ServiceDesk/TicketSearch.mvc');
});
