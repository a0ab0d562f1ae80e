declare module 'express5' {
  import express from 'express';
  export default express;
}
